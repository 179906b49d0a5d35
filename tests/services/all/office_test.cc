#include "services/all/office.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "services/lib/identity/caller.h"
#include "tests/services/all/way_of_a_report.h"

namespace gongkai::all {
namespace {

namespace wf = workflow::v1;

TEST(Office, TakesAReportFromDraftToThePublic) {
  TestOffice office;
  const std::string report = CreateReport(office, "annual-2021").name();
  Attach(office, report, "表.csv", std::string(600'000, 'x'));
  Submit(office, report);

  review::v1::ReturnTaskRequest back;
  back.set_name(TaskOf(report, review::v1::LEGAL));
  back.set_reason("总数与分项之和不符。");
  const auto returned = Must(office.Call(kLegalReviewer, &Review::ReturnTask, back));
  EXPECT_EQ(returned.state(), wf::DRAFT);
  EXPECT_EQ(returned.newest_comment(), "总数与分项之和不符。");

  intake::v1::UpdateReportRequest correction;
  correction.mutable_report()->set_name(report);
  correction.mutable_report()->set_body("# 一、总体情况\n\n2021年，主动公开政府信息4897条。");
  Must(office.Call(kDrafter, &Intake::UpdateReport, correction));
  const std::string approved = Clear(office, report);
  const auto publication = PublishReport(office, report);
  EXPECT_EQ(publication.state(), wf::PUBLISHED);
  EXPECT_EQ(publication.content_sha256(), approved);
  EXPECT_EQ(publication.title(), "清河县2021年政府信息公开工作年度报告（annual-2021）");

  std::vector<std::string> way;
  for (const auto& entry : EntriesOf(office, report)) {
    way.push_back(wf::Action_Name(entry.action()) + " " + entry.actor() + " " + entry.via());
  }
  EXPECT_THAT(way, testing::ElementsAre(
                       "CREATE user/zhang-wei intake", "EDIT user/zhang-wei intake",
                       "SUBMIT user/zhang-wei intake", "RETURN user/wang-fang review",
                       "EDIT user/zhang-wei intake", "SUBMIT user/zhang-wei intake",
                       "APPROVE_LEGAL user/wang-fang review",
                       "APPROVE_SECRECY user/chen-jie review", "PUBLISH user/liu-yang publish"));
}

TEST(Office, KeepsEverythingWhenItIsStartedAnew) {
  TestOffice office;
  const std::string report = CreateReport(office, "annual-2021").name();
  Clear(office, report);
  office.Stop();
  office.Start();
  EXPECT_EQ(GetRecord(office, report).state(), wf::CLEARED);
  EXPECT_EQ(PublishReport(office, report).state(), wf::PUBLISHED);
}

TEST(Office, EndsItsStreamsWhenItStops) {
  TestOffice office;
  const std::string report = CreateReport(office, "annual-2021").name();
  Clear(office, report);
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(60));
  const auto reader = publish::v1::PublishService::NewStub(office.As("bot/website"))
                          ->WatchPublications(&context, {});
  PublishReport(office, report);
  publish::v1::WatchPublicationsResponse told;
  ASSERT_TRUE(reader->Read(&told));
  EXPECT_EQ(told.report(), report);
  EXPECT_EQ(told.state(), wf::PUBLISHED);
  office.Stop();
  EXPECT_FALSE(reader->Read(&told));
  EXPECT_EQ(reader->Finish().error_code(), grpc::StatusCode::UNAVAILABLE);
}

// The token is a secret of the process; shown on the port, it is worth nothing.
TEST(Office, LetsNobodyOutsidePassForAServiceInside) {
  TestOffice office;
  const std::string report = CreateReport(office, "annual-2021").name();
  grpc::ClientContext context;
  context.AddMetadata(identity::LocalToken::kMetadataKey,
                      identity::LocalToken().Credential("intake"));
  context.AddMetadata(identity::kCallerMetadataKey, "user/zhang-wei");
  wf::ApplyActionRequest request;
  request.mutable_command()->set_name(report);
  request.mutable_command()->set_action(wf::WITHDRAW);
  request.mutable_command()->set_comment("不要了");
  wf::ApplyActionResponse response;
  const grpc::Status status =
      Workflow(office.As("user/li-na")).ApplyAction(&context, request, &response);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::PERMISSION_DENIED);
  EXPECT_EQ(GetRecord(office, report).state(), wf::DRAFT);
}

}  // namespace
}  // namespace gongkai::all
