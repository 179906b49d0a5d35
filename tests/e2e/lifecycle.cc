#include "tests/e2e/lifecycle.h"

#include <stdexcept>

#include "gongkai/intake/v1/intake_service.grpc.pb.h"
#include "gongkai/publish/v1/publish_service.grpc.pb.h"
#include "gongkai/review/v1/review_service.grpc.pb.h"
#include "tests/support/adjudication.h"
#include "tests/support/approval.h"

namespace gongkai::e2e {
namespace {

void Require(const grpc::Status& status, const std::string& what) {
  if (!status.ok()) {
    throw std::runtime_error(what + ": " + ReasonOf(status) + ": " + status.error_message());
  }
}

}  // namespace

intake::v1::Report Lifecycle::Content(const std::string& title) {
  intake::v1::Report report;
  report.set_title(title);
  report.set_document_number("清政办〔2022〕3号");
  report.set_kind(intake::v1::ANNUAL_REPORT);
  report.set_category("政府信息公开年报");
  report.mutable_disclosure()->set_attribute(workflow::v1::ACTIVE);
  report.set_body("# 总体情况\n\n2021年主动公开政府信息4894条。\n\n编号：" + NewRequestId() + "\n");
  return report;
}

intake::v1::Report Lifecycle::ContentWithFinding() {
  intake::v1::Report report = Content();
  report.set_body(report.body() + "\n联系人：张伟，手机 13800138000\n");
  return report;
}

intake::v1::Report Lifecycle::ContentOnRequest() {
  intake::v1::Report report = Content();
  report.mutable_disclosure()->set_attribute(workflow::v1::ON_REQUEST);
  report.mutable_disclosure()->set_reason("涉及第三方");
  return report;
}

std::string Lifecycle::Create(const intake::v1::Report& content, const std::string& who) {
  intake::v1::CreateReportRequest request;
  *request.mutable_report() = content;
  request.set_request_id(NewRequestId());
  intake::v1::Report report;
  Require(
      cluster_.As<intake::v1::IntakeService>(who)->CreateReport(Context().get(), request, &report),
      "create");
  return report.name();
}

void Lifecycle::Submit(const std::string& report, const std::string& who) {
  intake::v1::SubmitReportRequest request;
  request.set_name(report);
  request.set_request_id(NewRequestId());
  intake::v1::Report response;
  Require(cluster_.As<intake::v1::IntakeService>(who)->SubmitReport(Context().get(), request,
                                                                    &response),
          "submit");
}

review::v1::ApproveTaskRequest Lifecycle::Approval(const std::string& report,
                                                   const std::string& stage,
                                                   const std::string& who) {
  review::v1::GetTaskRequest get;
  get.set_name(report + "/tasks/" + stage);
  review::v1::Task task;
  Require(cluster_.As<review::v1::ReviewService>(who)->GetTask(Context().get(), get, &task),
          "get task");
  review::v1::ApproveTaskRequest request;
  request.set_name(task.name());
  request.set_content_sha256(task.content_sha256());
  request.set_etag(task.etag());
  request.set_opinion("同意公开");
  request.set_request_id(NewRequestId());
  *request.mutable_form() = support::ApprovingForm(task);
  return request;
}

void Lifecycle::AdjudicateAll(const std::string& report, const std::string& who) {
  intake::v1::ListFindingsRequest request;
  request.set_name(report);
  request.set_page_size(1000);
  intake::v1::ListFindingsResponse found;
  Require(
      cluster_.As<intake::v1::IntakeService>(who)->ListFindings(Context().get(), request, &found),
      "list findings");
  for (const auto& verdict : support::FalseAlarms(report, found)) {
    review::v1::Task task;
    Require(cluster_.As<review::v1::ReviewService>(who)->AdjudicateFindings(Context().get(),
                                                                            verdict, &task),
            "adjudicate");
  }
}

void Lifecycle::Approve(const std::string& report, const std::string& stage,
                        const std::string& who) {
  if (stage == "secrecy") AdjudicateAll(report, who);
  review::v1::Task task;
  Require(cluster_.As<review::v1::ReviewService>(who)->ApproveTask(
              Context().get(), Approval(report, stage, who), &task),
          "approve " + stage);
}

void Lifecycle::ApproveLegal(const std::string& report, const std::string& who) {
  Approve(report, "legal", who);
}

void Lifecycle::ApproveSecrecy(const std::string& report, const std::string& who) {
  Approve(report, "secrecy", who);
}

publish::v1::Publication Lifecycle::Publish(const std::string& report, const std::string& who) {
  publish::v1::PublishReportRequest request;
  request.set_name(report);
  request.set_request_id(NewRequestId());
  publish::v1::Publication publication;
  Require(cluster_.As<publish::v1::PublishService>(who)->PublishReport(Context().get(), request,
                                                                       &publication),
          "publish");
  return publication;
}

publish::v1::UnpublishedReport Lifecycle::File(const std::string& report) {
  publish::v1::FileReportRequest request;
  request.set_name(report);
  request.set_request_id(NewRequestId());
  publish::v1::UnpublishedReport filed;
  Require(cluster_.As<publish::v1::PublishService>(kPublisher)
              ->FileReport(Context().get(), request, &filed),
          "file");
  return filed;
}

std::string Lifecycle::InLegalReview() {
  std::string report = Create();
  Submit(report);
  return report;
}

std::string Lifecycle::InSecrecyReview(const intake::v1::Report& content) {
  std::string report = Create(content);
  Submit(report);
  ApproveLegal(report);
  return report;
}

std::string Lifecycle::Cleared(const intake::v1::Report& content) {
  std::string report = Create(content);
  Submit(report);
  ApproveLegal(report);
  ApproveSecrecy(report);
  return report;
}

std::string Lifecycle::Published(const intake::v1::Report& content) {
  std::string report = Cleared(content);
  Publish(report);
  return report;
}

std::string Lifecycle::Filed() {
  std::string report = Cleared(ContentOnRequest());
  File(report);
  return report;
}

}  // namespace gongkai::e2e
