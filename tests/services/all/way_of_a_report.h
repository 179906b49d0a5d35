// The steps of a report's way, taken by those whose steps they are. Each throws what refuses it.
#pragma once

#include <stdexcept>
#include <string>
#include <utility>

#include "services/review/stage.h"
#include "tests/services/all/test_office.h"
#include "tests/support/adjudication.h"
#include "tests/support/approval.h"
#include "workflow/base/digest.h"

namespace gongkai::all {

inline constexpr char kDrafter[] = "user/zhang-wei";
inline constexpr char kLegalReviewer[] = "user/wang-fang";
inline constexpr char kSecrecyReviewer[] = "user/chen-jie";
inline constexpr char kPublisher[] = "user/liu-yang";
inline constexpr char kAuditor[] = "user/guo-lei";

using Intake = intake::v1::IntakeService::Stub;
using Review = review::v1::ReviewService::Stub;
using Publish = publish::v1::PublishService::Stub;
using Workflow = workflow::v1::WorkflowService::Stub;
using Audit = audit::v1::AuditService::Stub;

template <class T>
T Must(Result<T> result) {
  if (!result) throw std::runtime_error(result.error().message);
  return *std::move(result);
}

// A complete report, created and not yet submitted.
inline intake::v1::Report CreateReport(TestOffice& office, const std::string& id,
                                       const std::string& corrects = "",
                                       workflow::v1::Disclosure disclosure = workflow::v1::ACTIVE) {
  intake::v1::CreateReportRequest request;
  request.set_report_id(id);
  intake::v1::Report& report = *request.mutable_report();
  report.set_title("清河县2021年政府信息公开工作年度报告（" + id + "）");
  report.set_document_number("清政办〔2022〕3号");
  report.set_kind(intake::v1::ANNUAL_REPORT);
  report.set_category("政府信息公开年报");
  report.mutable_disclosure()->set_attribute(disclosure);
  if (disclosure != workflow::v1::ACTIVE) report.mutable_disclosure()->set_reason("内部事务");
  if (disclosure == workflow::v1::NOT_DISCLOSED) {
    report.mutable_disclosure()->set_ground(workflow::v1::INTERNAL_AFFAIRS);
  }
  report.set_body("# 一、总体情况\n\n2021年，主动公开政府信息4894条。");
  report.set_corrects(corrects);
  return Must(office.Call(kDrafter, &Intake::CreateReport, request));
}

inline void Attach(TestOffice& office, const std::string& report, const std::string& file_name,
                   const std::string& bytes) {
  grpc::ClientContext context;
  intake::v1::UploadAttachmentResponse response;
  const auto stub = intake::v1::IntakeService::NewStub(office.As(kDrafter));
  const auto writer = stub->UploadAttachment(&context, &response);
  intake::v1::UploadAttachmentRequest part;
  intake::v1::UploadStart& start = *part.mutable_start();
  start.set_report(report);
  start.set_file_name(file_name);
  start.set_mime_type("application/octet-stream");
  start.set_size_bytes(static_cast<std::int64_t>(bytes.size()));
  start.set_sha256(base::Sha256(bytes).ToHex());
  writer->Write(part);
  constexpr std::size_t kChunk = 256 << 10;
  for (std::size_t at = 0; at < bytes.size(); at += kChunk) {
    part.set_chunk(bytes.substr(at, kChunk));
    writer->Write(part);
  }
  writer->WritesDone();
  if (const grpc::Status status = writer->Finish(); !status.ok()) {
    throw std::runtime_error(status.error_message());
  }
}

inline intake::v1::Report Submit(TestOffice& office, const std::string& report) {
  intake::v1::SubmitReportRequest request;
  request.set_name(report);
  return Must(office.Call(kDrafter, &Intake::SubmitReport, request));
}

inline std::string TaskOf(const std::string& report, review::v1::Stage stage) {
  return review::TaskNameOf(report, review::InfoOf(stage));
}

inline review::v1::Task GetTask(TestOffice& office, const std::string& reviewer,
                                const std::string& report, review::v1::Stage stage) {
  review::v1::GetTaskRequest request;
  request.set_name(TaskOf(report, stage));
  return Must(office.Call(reviewer, &Review::GetTask, request));
}

// The approval of what the reviewer has read, every question answered.
inline review::v1::ApproveTaskRequest ApprovalOf(const review::v1::Task& task) {
  review::v1::ApproveTaskRequest request;
  request.set_name(task.name());
  request.set_content_sha256(task.content_sha256());
  request.set_opinion("同意公开。");
  *request.mutable_form() = support::ApprovingForm(task);
  return request;
}

// What the leak check finds in the report, all of it.
inline intake::v1::ListFindingsResponse FindingsOf(TestOffice& office, const std::string& who,
                                                   const std::string& report) {
  intake::v1::ListFindingsRequest request;
  request.set_name(report);
  request.set_page_size(1000);
  return Must(office.Call(who, &Intake::ListFindings, request));
}

// Approves what the reviewer has read; in the secrecy stage, once each finding of the leak check was
// called a false alarm.
inline review::v1::Task Approve(TestOffice& office, const std::string& reviewer,
                                const std::string& report, review::v1::Stage stage) {
  if (stage == review::v1::SECRECY) {
    const auto found = FindingsOf(office, reviewer, report);
    for (const auto& request : support::FalseAlarms(report, found)) {
      Must(office.Call(reviewer, &Review::AdjudicateFindings, request));
    }
  }
  const review::v1::Task task = GetTask(office, reviewer, report, stage);
  return Must(office.Call(reviewer, &Review::ApproveTask, ApprovalOf(task)));
}

// From a DRAFT to CLEARED; the content digest that was approved.
inline std::string Clear(TestOffice& office, const std::string& report) {
  Submit(office, report);
  Approve(office, kLegalReviewer, report, review::v1::LEGAL);
  return Approve(office, kSecrecyReviewer, report, review::v1::SECRECY).content_sha256();
}

inline publish::v1::PublishReportRequest PublicationOf(const std::string& report) {
  publish::v1::PublishReportRequest request;
  request.set_name(report);
  return request;
}

inline publish::v1::FileReportRequest FilingOf(const std::string& report) {
  publish::v1::FileReportRequest request;
  request.set_name(report);
  return request;
}

inline publish::v1::Publication PublishReport(TestOffice& office, const std::string& report) {
  return Must(office.Call(kPublisher, &Publish::PublishReport, PublicationOf(report)));
}

inline workflow::v1::Record GetRecord(TestOffice& office, const std::string& report) {
  workflow::v1::GetRecordRequest request;
  request.set_name(report);
  return Must(office.Call(kAuditor, &Workflow::GetRecord, request));
}

// The digest of the report's content, as its own department knows it.
inline std::string ContentOf(TestOffice& office, const std::string& report) {
  workflow::v1::GetRecordRequest request;
  request.set_name(report);
  return Must(office.Call(kDrafter, &Workflow::GetRecord, request)).content_sha256();
}

// The report's entries in the ledger, oldest first.
inline std::vector<audit::v1::Entry> EntriesOf(TestOffice& office, const std::string& report) {
  audit::v1::ListEntriesRequest request;
  request.set_filter("report = \"" + report + "\"");
  request.set_page_size(1000);
  const auto response = Must(office.Call(kAuditor, &Audit::ListEntries, request));
  return {response.entries().begin(), response.entries().end()};
}

// The newest entry of the report must be this attempt's refusal, for this reason.
inline void ExpectRefused(TestOffice& office, const std::string& report,
                          workflow::v1::Action attempted, const std::string& actor,
                          const std::string& reason) {
  const auto entries = EntriesOf(office, report);
  ASSERT_FALSE(entries.empty());
  EXPECT_EQ(workflow::v1::Action_Name(entries.back().action()), "DENIED");
  EXPECT_EQ(workflow::v1::Action_Name(entries.back().deny().attempted()),
            workflow::v1::Action_Name(attempted));
  EXPECT_EQ(entries.back().actor(), actor);
  EXPECT_EQ(entries.back().deny().rule(), reason);
}

// What a call must be refused with.
template <class T>
void ExpectReason(const Result<T>& result, const std::string& reason) {
  if (result) {
    ADD_FAILURE() << "was not refused with " << reason;
  } else {
    EXPECT_EQ(InfoOf(result.error().reason).name, reason) << result.error().message;
  }
}

}  // namespace gongkai::all
