#include "tests/fault/clerk.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <exception>
#include <utility>

#include "tests/e2e/lifecycle.h"
#include "tests/support/adjudication.h"
#include "tests/support/approval.h"
#include "workflow/base/digest.h"

namespace gongkai::fault {
namespace {

namespace wf = workflow::v1;
using e2e::NewRequestId;

grpc::Status Upload(intake::v1::IntakeService::Stub& stub, grpc::ClientContext* context,
                    const intake::v1::UploadStart& start, const std::string& bytes,
                    intake::v1::UploadAttachmentResponse* response) {
  constexpr std::size_t kChunk = 32 << 10;
  const auto writer = stub.UploadAttachment(context, response);
  intake::v1::UploadAttachmentRequest part;
  *part.mutable_start() = start;
  bool open = writer->Write(part);
  for (std::size_t at = 0; open && at < bytes.size(); at += kChunk) {
    part.set_chunk(bytes.substr(at, kChunk));
    open = writer->Write(part);
  }
  writer->WritesDone();
  return writer->Finish();
}

}  // namespace

Clerk::Clerk(e2e::Cluster& cluster, Tallies& tallies, std::uint64_t seed)
    : client_(tallies, seed),
      drafter_(cluster.As<intake::v1::IntakeService>(client_.OnceIn(2) ? e2e::kDrafter
                                                                       : e2e::kColleague)),
      legal_(cluster.As<review::v1::ReviewService>(client_.OnceIn(2) ? e2e::kLegal : e2e::kLegal2)),
      secrecy_(cluster.As<review::v1::ReviewService>(e2e::kSecrecy)),
      publisher_(cluster.As<publish::v1::PublishService>(e2e::kPublisher)) {}

void Clerk::Work(const std::stop_token& stop) try {
  while (!stop.stop_requested()) TakeThroughItsLife();
} catch (const std::exception& failure) {
  failure_ = now_.report + ": " + failure.what();
}

void Clerk::TakeThroughItsLife() {
  Create();
  BringToReview();
  if (client_.OnceIn(2)) {
    const bool later = client_.OnceIn(2);
    if (later) Approve("legal");
    Return(later ? "secrecy" : "legal");
    Edit();
    BringToReview();
  }
  Approve("legal");
  Approve("secrecy");
  Publish();
  replaced_ = {};
  if (client_.OnceIn(2)) {
    Retract();
  } else if (client_.OnceIn(2)) {
    replaced_ = now_;
  }
  ++finished_;
}

void Clerk::BringToReview() {
  if (client_.OnceIn(2)) Edit();
  if (client_.OnceIn(2)) Attach();
  Submit();
}

void Clerk::Create() {
  intake::v1::CreateReportRequest request;
  *request.mutable_report() = e2e::Lifecycle::Content("第" + std::to_string(finished_) + "份报告");
  request.mutable_report()->set_corrects(replaced_.report);
  request.set_request_id(NewRequestId());
  intake::v1::Report report;
  client_.Send("create", [&](grpc::ClientContext* context) {
    return drafter_->CreateReport(context, request, &report);
  });
  now_.report = report.name();
  Keep(request.request_id(), wf::CREATE, report);
}

void Clerk::Edit() {
  intake::v1::UpdateReportRequest request;
  request.mutable_report()->set_name(now_.report);
  request.mutable_report()->set_etag(EtagOrNone());
  request.mutable_report()->set_document_number("清政办〔2022〕" +
                                                std::to_string(acknowledged_.size()) + "号");
  request.set_request_id(NewRequestId());
  intake::v1::Report report;
  client_.Send("edit", [&](grpc::ClientContext* context) {
    return drafter_->UpdateReport(context, request, &report);
  });
  Keep(request.request_id(), wf::EDIT, report);
}

void Clerk::Attach() {
  std::string bytes(static_cast<std::size_t>(1 + client_.Upto(200'000)), '\0');
  std::ranges::generate(bytes, [this] { return static_cast<char>(client_.Upto(255)); });
  intake::v1::UploadStart start;
  start.set_report(now_.report);
  start.set_file_name("附件" + std::to_string(client_.Upto(1)) + ".bin");
  start.set_mime_type("application/octet-stream");
  start.set_size_bytes(static_cast<std::int64_t>(bytes.size()));
  start.set_sha256(base::Sha256(bytes).ToHex());
  start.set_etag(EtagOrNone());
  start.set_request_id(NewRequestId());
  intake::v1::UploadAttachmentResponse response;
  client_.Send("attach", [&](grpc::ClientContext* context) {
    return Upload(*drafter_, context, start, bytes, &response);
  });
  Keep(start.request_id(), wf::EDIT, response.report());
}

void Clerk::Submit() {
  intake::v1::SubmitReportRequest request;
  request.set_name(now_.report);
  request.set_etag(EtagOrNone());
  request.set_request_id(NewRequestId());
  intake::v1::Report report;
  client_.Send("submit", [&](grpc::ClientContext* context) {
    return drafter_->SubmitReport(context, request, &report);
  });
  Keep(request.request_id(), wf::SUBMIT, report);
}

review::v1::Task Clerk::ReadTask(const std::string& stage) {
  review::v1::GetTaskRequest request;
  request.set_name(now_.report + "/tasks/" + stage);
  review::v1::Task task;
  client_.Send("read task", [&](grpc::ClientContext* context) {
    return Reviewer(stage).GetTask(context, request, &task);
  });
  return task;
}

void Clerk::Adjudicate() {
  intake::v1::ListFindingsRequest list;
  list.set_name(now_.report);
  list.set_page_size(1000);
  intake::v1::ListFindingsResponse found;
  client_.Send("list findings", [&](grpc::ClientContext* context) {
    return drafter_->ListFindings(context, list, &found);
  });
  for (review::v1::AdjudicateFindingsRequest& request : support::FalseAlarms(now_.report, found)) {
    request.set_request_id(NewRequestId());
    review::v1::Task task;
    client_.Send("adjudicate", [&](grpc::ClientContext* context) {
      return secrecy_->AdjudicateFindings(context, request, &task);
    });
    Keep(request.request_id(), wf::ADJUDICATE, task);
  }
}

void Clerk::Approve(const std::string& stage) {
  if (stage == "secrecy") Adjudicate();
  const review::v1::Task read = ReadTask(stage);
  review::v1::ApproveTaskRequest request;
  request.set_name(read.name());
  request.set_content_sha256(read.content_sha256());
  request.set_etag(read.etag());
  request.set_opinion("同意公开");
  request.set_request_id(NewRequestId());
  *request.mutable_form() = support::ApprovingForm(read);
  review::v1::Task task;
  client_.Send("approve " + stage, [&](grpc::ClientContext* context) {
    return Reviewer(stage).ApproveTask(context, request, &task);
  });
  Keep(request.request_id(), stage == "legal" ? wf::APPROVE_LEGAL : wf::APPROVE_SECRECY, task);
}

void Clerk::Return(const std::string& stage) {
  review::v1::ReturnTaskRequest request;
  request.set_name(now_.report + "/tasks/" + stage);
  request.set_reason("文号有误，请更正。");
  request.set_etag(EtagOrNone());
  request.set_request_id(NewRequestId());
  review::v1::Task task;
  client_.Send("return", [&](grpc::ClientContext* context) {
    return Reviewer(stage).ReturnTask(context, request, &task);
  });
  Keep(request.request_id(), wf::RETURN, task);
}

void Clerk::Publish() {
  publish::v1::PublishReportRequest request;
  request.set_name(now_.report);
  request.set_etag(EtagOrNone());
  request.set_request_id(NewRequestId());
  publish::v1::Publication publication;
  client_.Send("publish", [&](grpc::ClientContext* context) {
    return publisher_->PublishReport(context, request, &publication);
  });
  Keep(request.request_id(), wf::PUBLISH, publication);
  if (replaced_.report.empty()) return;
  acknowledged_.push_back({.report = replaced_.report,
                           .action = wf::SUPERSEDE,
                           .state = wf::SUPERSEDED,
                           .content_sha256 = replaced_.content_sha256});
}

void Clerk::Retract() {
  publish::v1::RetractReportRequest request;
  request.set_name(now_.report);
  request.set_reason("数据有误");
  request.set_etag(EtagOrNone());
  request.set_request_id(NewRequestId());
  publish::v1::Publication publication;
  client_.Send("retract", [&](grpc::ClientContext* context) {
    return publisher_->RetractReport(context, request, &publication);
  });
  // Of what was taken back only the head is told; the log still says which content it was.
  EXPECT_EQ(publication.content_sha256(), "") << publication.name();
  publication.set_content_sha256(now_.content_sha256);
  Keep(request.request_id(), wf::RETRACT, publication);
}

template <class Response>
void Clerk::Keep(const std::string& request_id, workflow::v1::Action action,
                 const Response& response) {
  now_ = {.request_id = request_id,
          .report = now_.report,
          .action = action,
          .state = response.state(),
          .etag = response.etag(),
          .content_sha256 = response.content_sha256()};
  acknowledged_.push_back(now_);
}

}  // namespace gongkai::fault
