#include "services/lib/request/field_behavior.h"

#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include "gongkai/intake/v1/intake_service.pb.h"
#include "gongkai/review/v1/review_service.pb.h"
#include "gongkai/workflow/v1/workflow_service.pb.h"

namespace gongkai::request {
namespace {

TEST(ClearOutputOnly, LeavesWhatAClientMaySay) {
  intake::v1::UpdateReportRequest request;
  ASSERT_TRUE(google::protobuf::TextFormat::ParseFromString(
      "report { name: 'reports/x' title: 't' etag: 'e' state: PUBLISHED creator: 'user/li' "
      "attachments { file_name: 'a' } create_time { seconds: 1 } } request_id: 'r'",
      &request));
  ClearOutputOnly(request);
  EXPECT_EQ(request.ShortDebugString(),
            "report { name: \"reports/x\" title: \"t\" etag: \"e\" } request_id: \"r\"");
}

TEST(MissingFields, NamesTheRequiredFieldsThatAreNotGiven) {
  using testing::ElementsAre;
  EXPECT_THAT(MissingFields(intake::v1::GetReportRequest(), 32), ElementsAre("name"));
  EXPECT_THAT(MissingFields(intake::v1::CreateReportRequest(), 32), ElementsAre("report"));
  EXPECT_THAT(MissingFields(intake::v1::ListReportsRequest(), 32), ElementsAre());
  EXPECT_THAT(MissingFields(intake::v1::BatchGetHeadingsRequest(), 32),
              ElementsAre("content_sha256s"));
  EXPECT_THAT(MissingFields(review::v1::ListTasksRequest(), 32), ElementsAre("stage"));
  EXPECT_THAT(MissingFields(intake::v1::UploadStart(), 32),
              ElementsAre("report", "file_name", "mime_type", "size_bytes", "sha256"));
}

TEST(MissingFields, LooksIntoTheMessagesThatAreGiven) {
  using testing::ElementsAre;
  workflow::v1::ApplyActionRequest request;
  EXPECT_THAT(MissingFields(request, 32), ElementsAre("command"));
  request.mutable_command()->set_name("reports/x");
  EXPECT_THAT(MissingFields(request, 32), ElementsAre("command.action"));
  request.mutable_command()->set_action(workflow::v1::REFER);
  EXPECT_THAT(MissingFields(request, 32), ElementsAre());
  request.mutable_command()->mutable_refer();
  EXPECT_THAT(MissingFields(request, 32), ElementsAre("command.refer.authority"));

  review::v1::ApproveTaskRequest approval;
  workflow::v1::OpinionForm& form = *approval.mutable_form();
  form.set_questions_version(2);
  form.add_answers()->set_question("q");
  form.add_answers()->set_answer(workflow::v1::YES);
  EXPECT_THAT(MissingFields(approval, 32),
              ElementsAre("name", "content_sha256", "opinion", "form.answers[0].answer",
                          "form.answers[1].question"));
  EXPECT_THAT(MissingFields(approval, 2), ElementsAre("name", "content_sha256"));
  for (int i = 0; i < 100'000; ++i) form.add_answers();
  EXPECT_EQ(MissingFields(approval, 32).size(), 32U);
}

}  // namespace
}  // namespace gongkai::request
