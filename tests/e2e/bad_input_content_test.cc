// Content that is not what was approved is never published.
#include <gtest/gtest.h>

#include <string>

#include "gongkai/intake/v1/intake_service.grpc.pb.h"
#include "gongkai/publish/v1/publish_service.grpc.pb.h"
#include "gongkai/review/v1/review_service.grpc.pb.h"
#include "tests/e2e/attachment.h"
#include "tests/e2e/cluster_test.h"
#include "tests/e2e/damage.h"
#include "tests/e2e/text_call.h"
#include "tests/e2e/trace_check.h"
#include "workflow/base/digest.h"

namespace gongkai::e2e {
namespace {

class BadInputContent : public ClusterTest<BadInputContent> {
 protected:
  intake::v1::Report Get(const std::string& report) {
    intake::v1::GetReportRequest request;
    request.set_name(report);
    intake::v1::Report response;
    EXPECT_TRUE(cluster_->As<intake::v1::IntakeService>(kDrafter)
                    ->GetReport(Context().get(), request, &response)
                    .ok());
    return response;
  }

  grpc::Status Publish(const std::string& report, const std::string& digest = "") {
    publish::v1::PublishReportRequest request;
    request.set_name(report);
    request.set_content_sha256(digest);
    publish::v1::Publication publication;
    return cluster_->As<publish::v1::PublishService>(kPublisher)
        ->PublishReport(Context().get(), request, &publication);
  }

  // Through both reviews.
  void Clear(const std::string& report) {
    lifecycle_.Submit(report);
    lifecycle_.ApproveLegal(report);
    lifecycle_.ApproveSecrecy(report);
  }
};

TEST_F(BadInputContent, AByteOfAnAttachmentThatChangedAfterApproval) {
  // Longer than one chunk, so that the damage is in none of the first bytes read.
  const std::string bytes(600'000, 'x');
  const std::string report = CreateWithAttachment(*cluster_, "附表.bin", bytes);
  Clear(report);
  TraceCheck trace(*cluster_, report);
  const std::filesystem::path blob = BlobOf(*cluster_, base::Sha256(bytes).ToHex());

  FlipByte(blob, 599'999);
  EXPECT_EQ(
      trace.Denied(Publish(report), Reason::kContentCorrupt, kPublisher, workflow::v1::PUBLISH),
      "");
  std::string read;
  EXPECT_EQ(NotRefused(Download(*cluster_, kPublisher, report + "/attachments/附表.bin", read),
                       Reason::kContentCorrupt),
            "");
  EXPECT_LT(read.size(), bytes.size()) << "nobody holds the whole and takes it for good";

  FlipByte(blob, 599'999);
  EXPECT_TRUE(Publish(report).ok()) << "once it is what was approved again";
}

TEST_F(BadInputContent, AByteOfTheTextThatChangedAfterApproval) {
  const std::string report = lifecycle_.Cleared();
  TraceCheck trace(*cluster_, report);

  // Reports with the same text share one body.
  const std::filesystem::path file = cluster_->Data(Service::kIntake) / "intake.db";
  ExecuteSql(file,
             "CREATE TABLE kept AS SELECT * FROM body WHERE instr(bytes, CAST('4894' AS BLOB));"
             "DROP TRIGGER body_is_never_changed;"
             "UPDATE body SET bytes = CAST(replace(CAST(bytes AS TEXT), '4894', '4895') AS BLOB) "
             "WHERE sha256 IN (SELECT sha256 FROM kept);");
  const grpc::Status refused = Publish(report);
  EXPECT_EQ(NotRefused(CallWithText(*cluster_, kPublisher, "GetReport", {"name: '" + report + "'"}),
                       Reason::kContentCorrupt),
            "");
  ExecuteSql(file,
             "UPDATE body SET bytes = (SELECT bytes FROM kept WHERE kept.sha256 = body.sha256) "
             "WHERE sha256 IN (SELECT sha256 FROM kept);");
  EXPECT_EQ(trace.Denied(refused, Reason::kContentCorrupt, kPublisher, workflow::v1::PUBLISH), "");
  EXPECT_TRUE(Publish(report).ok()) << "once it is what was approved again";
}

TEST_F(BadInputContent, AnOlderRevisionSentToPublish) {
  const std::string report = lifecycle_.Create();
  const std::string older = Get(report).content_sha256();
  ASSERT_TRUE(CallWithText(*cluster_, kColleague, "UpdateReport",
                           {"report { name: '" + report + "' title: '改过的年报' }"})
                  .ok());
  Clear(report);
  TraceCheck trace(*cluster_, report);
  for (const std::string& digest : {older, std::string(64, '0')}) {
    const grpc::Status status = Publish(report, digest);
    EXPECT_EQ(trace.Denied(status, Reason::kContentChanged, kPublisher, workflow::v1::PUBLISH), "");
    EXPECT_EQ(FactOf(status, "current"), Get(report).content_sha256());
  }
}

TEST_F(BadInputContent, AnApprovalOfWhatIsNoLongerTheContent) {
  const std::string report = lifecycle_.InLegalReview();
  review::v1::ApproveTaskRequest read = lifecycle_.Approval(report, "legal", kLegal);
  ASSERT_TRUE(CallWithText(*cluster_, kLegal, "ReturnTask",
                           {"name: '" + report + "/tasks/legal' reason: '标题有误'"})
                  .ok());
  ASSERT_TRUE(CallWithText(*cluster_, kDrafter, "UpdateReport",
                           {"report { name: '" + report + "' title: '改过的年报' }"})
                  .ok());
  lifecycle_.Submit(report);

  TraceCheck trace(*cluster_, report);
  read.clear_etag();  // whoever does not say which state was read is held by the content alone
  review::v1::Task task;
  EXPECT_EQ(trace.Denied(cluster_->As<review::v1::ReviewService>(kLegal)->ApproveTask(
                             Context().get(), read, &task),
                         Reason::kContentChanged, kLegal, workflow::v1::APPROVE_LEGAL),
            "");
}

TEST_F(BadInputContent, IncompleteContentIsNotSubmitted) {
  intake::v1::Report content;
  content.set_title("只有标题");
  const std::string report = lifecycle_.Create(content);
  TraceCheck trace(*cluster_, report);
  EXPECT_EQ(
      trace.Denied(CallWithText(*cluster_, kDrafter, "SubmitReport", {"name: '" + report + "'"}),
                   Reason::kContentIncomplete, kDrafter, workflow::v1::SUBMIT),
      "");
}

}  // namespace
}  // namespace gongkai::e2e
