// The whole of the product's main job, through four processes.
#include <gtest/gtest.h>

#include <filesystem>

#include "gongkai/audit/v1/audit_service.grpc.pb.h"
#include "gongkai/intake/v1/intake_service.grpc.pb.h"
#include "gongkai/publish/v1/publish_service.grpc.pb.h"
#include "gongkai/review/v1/review_service.grpc.pb.h"
#include "gongkai/workflow/v1/workflow_service.grpc.pb.h"
#include "tests/e2e/lifecycle.h"
#include "tests/support/free_port.h"

namespace gongkai::e2e {
namespace {

using audit::v1::AuditService;
using intake::v1::IntakeService;
using publish::v1::PublishService;
using review::v1::ReviewService;
using workflow::v1::WorkflowService;

class LifecycleTest : public testing::Test {
 protected:
  static void SetUpTestSuite() { cluster_ = new Cluster(); }
  static void TearDownTestSuite() {
    delete cluster_;
    cluster_ = nullptr;
  }

  std::vector<audit::v1::Entry> EntriesOf(const std::string& report) {
    audit::v1::ListEntriesRequest request;
    request.set_filter("report = \"" + report + "\"");
    audit::v1::ListEntriesResponse response;
    const grpc::Status status =
        cluster_->As<AuditService>(kAuditor)->ListEntries(Context().get(), request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return {response.entries().begin(), response.entries().end()};
  }

  std::string ActionsOf(const std::string& report) {
    std::string out;
    for (const audit::v1::Entry& entry : EntriesOf(report)) {
      out += (out.empty() ? "" : " ") + workflow::v1::Action_Name(entry.action());
    }
    return out;
  }

  static Cluster* cluster_;
  Lifecycle lifecycle_{*cluster_};
};

Cluster* LifecycleTest::cluster_ = nullptr;

TEST_F(LifecycleTest, AReportGivenOnRequestEndsFiledAndIsLookedAtAgain) {
  const std::string report = lifecycle_.Cleared(Lifecycle::ContentOnRequest());
  const auto publisher = cluster_->As<PublishService>(kPublisher);
  publish::v1::PublishReportRequest publish;
  publish.set_name(report);
  publish::v1::Publication publication;
  EXPECT_EQ(ReasonOf(publisher->PublishReport(Context().get(), publish, &publication)),
            "NOT_ACTIVE_DISCLOSURE");
  const publish::v1::UnpublishedReport filed = lifecycle_.File(report);
  EXPECT_EQ(filed.state(), workflow::v1::FILED);
  EXPECT_EQ(filed.title(), Lifecycle::Content().title());

  publish::v1::ReassessReportRequest reassess;
  reassess.set_name(report);
  reassess.set_reason("第三方已经同意公开。");
  reassess.set_etag(filed.etag());
  publish::v1::ReassessReportResponse again;
  ASSERT_TRUE(publisher->ReassessReport(Context().get(), reassess, &again).ok());
  EXPECT_EQ(again.state(), workflow::v1::DRAFT);
  intake::v1::UpdateReportRequest update;
  update.mutable_report()->set_name(report);
  update.mutable_report()->mutable_disclosure()->set_attribute(workflow::v1::ACTIVE);
  intake::v1::Report draft;
  ASSERT_TRUE(
      cluster_->As<IntakeService>(kDrafter)->UpdateReport(Context().get(), update, &draft).ok());
  lifecycle_.Submit(report);
  lifecycle_.ApproveLegal(report);
  lifecycle_.ApproveSecrecy(report);
  EXPECT_EQ(lifecycle_.Publish(report).state(), workflow::v1::PUBLISHED);
  EXPECT_EQ(ActionsOf(report),
            "CREATE SUBMIT APPROVE_LEGAL APPROVE_SECRECY DENIED FILE REASSESS EDIT SUBMIT "
            "APPROVE_LEGAL APPROVE_SECRECY PUBLISH");
}

TEST_F(LifecycleTest, AReportGoesFromDraftThroughBothReviewsToThePublic) {
  const std::string report = lifecycle_.Create();
  lifecycle_.Submit(report);

  review::v1::ReturnTaskRequest back;
  back.set_name(report + "/tasks/legal");
  back.set_reason("文号有误，请更正。");
  review::v1::Task task;
  ASSERT_TRUE(cluster_->As<ReviewService>(kLegal)->ReturnTask(Context().get(), back, &task).ok());
  EXPECT_EQ(task.state(), workflow::v1::DRAFT);

  intake::v1::GetReportRequest get;
  get.set_name(report);
  intake::v1::Report draft;
  const auto intake = cluster_->As<IntakeService>(kColleague);
  ASSERT_TRUE(intake->GetReport(Context().get(), get, &draft).ok());
  EXPECT_EQ(draft.newest_comment(), "文号有误，请更正。");

  intake::v1::UpdateReportRequest update;
  update.mutable_report()->set_name(report);
  update.mutable_report()->set_etag(draft.etag());
  update.mutable_report()->set_document_number("清政办〔2022〕4号");
  intake::v1::Report corrected;
  ASSERT_TRUE(intake->UpdateReport(Context().get(), update, &corrected).ok());
  EXPECT_EQ(corrected.title(), draft.title()) << "what is not named stays";
  EXPECT_NE(corrected.content_sha256(), draft.content_sha256());

  lifecycle_.Submit(report);
  lifecycle_.ApproveLegal(report);
  lifecycle_.ApproveSecrecy(report);
  const publish::v1::Publication publication = lifecycle_.Publish(report);
  EXPECT_EQ(publication.state(), workflow::v1::PUBLISHED);
  EXPECT_EQ(publication.content_sha256(), corrected.content_sha256());
  EXPECT_EQ(publication.document_number(), "清政办〔2022〕4号");
  EXPECT_EQ(ActionsOf(report),
            "CREATE SUBMIT RETURN EDIT SUBMIT APPROVE_LEGAL APPROVE_SECRECY PUBLISH");
  for (const audit::v1::Entry& entry : EntriesOf(report)) {
    EXPECT_FALSE(entry.actor().starts_with("service/")) << "the person, not the service";
    EXPECT_FALSE(entry.via().empty());
  }
}

TEST_F(LifecycleTest, ACorrectionReplacesWhatItCorrects) {
  const std::string old = lifecycle_.Published();
  intake::v1::Report content = Lifecycle::Content("更正后的年度报告");
  content.set_corrects(old);
  const std::string correction = lifecycle_.Create(content);
  lifecycle_.Submit(correction);
  lifecycle_.ApproveLegal(correction);
  lifecycle_.ApproveSecrecy(correction);
  lifecycle_.Publish(correction);

  publish::v1::GetPublicationRequest get;
  get.set_name("publications/" + old.substr(old.find('/') + 1));
  publish::v1::Publication publication;
  ASSERT_TRUE(cluster_->As<PublishService>(kPublisher)
                  ->GetPublication(Context().get(), get, &publication)
                  .ok());
  EXPECT_EQ(publication.state(), workflow::v1::SUPERSEDED);
  EXPECT_EQ(publication.superseded_by(), correction);
}

TEST_F(LifecycleTest, ActionsSayWhatIsPossibleAndWhyNot) {
  const std::string report = lifecycle_.InLegalReview();
  workflow::v1::ListActionsRequest request;
  request.set_name(report);
  workflow::v1::ListActionsResponse response;
  ASSERT_TRUE(
      cluster_->As<WorkflowService>(kLegal)->ListActions(Context().get(), request, &response).ok());
  std::map<workflow::v1::Action, workflow::v1::PossibleAction> rows;
  for (const auto& row : response.actions()) rows[row.action()] = row;
  EXPECT_EQ(rows.size(), 24U);
  EXPECT_TRUE(rows[workflow::v1::APPROVE_LEGAL].allowed());
  EXPECT_EQ(rows[workflow::v1::APPROVE_LEGAL].to(), workflow::v1::SECRECY_REVIEW);
  EXPECT_EQ(rows[workflow::v1::WITHDRAW].reason(), "ROLE_REQUIRED");
  EXPECT_EQ(rows[workflow::v1::RELEASE].reason(), "ACTION_NOT_ALLOWED");
  EXPECT_FALSE(rows[workflow::v1::WITHDRAW].message().empty());
}

TEST_F(LifecycleTest, RestartsAndLateStartsOfPeersAreRiddenOut) {
  cluster_->Kill(Service::kWorkflow);
  EXPECT_EQ(cluster_->Stop(Service::kReview), 0);
  cluster_->Start(Service::kReview);  // before what it calls
  cluster_->Start(Service::kWorkflow);
  for (const Service service : kServices) cluster_->WaitUntilServing(service);
  const std::string report = lifecycle_.Published();
  EXPECT_EQ(ActionsOf(report), "CREATE SUBMIT APPROVE_LEGAL APPROVE_SECRECY PUBLISH");
}

TEST_F(LifecycleTest, ASecondProcessOnTheSameFileIsRefused) {
  const std::filesystem::path log = cluster_->directory() / "second.log";
  const int code =
      RunToEnd({std::string(GONGKAI_BINARY_DIR) + "/gongkai-workflow", "--listen",
                "127.0.0.1:" + std::to_string(support::FreePort()), "--data",
                cluster_->Data(Service::kWorkflow), "--certificates",
                cluster_->Certificates("service/workflow"), "--policy", cluster_->Policy()},
               log);
  EXPECT_NE(code, 0);
  EXPECT_NE(ReadFile(log).find("only one process may write it"), std::string::npos)
      << ReadFile(log);
}

}  // namespace
}  // namespace gongkai::e2e
