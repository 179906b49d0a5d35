// What is destroyed: how it is answered, and that a draft that names it can be mended.

#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "services/intake/destroy.h"
#include "tests/services/intake/attachment_client.h"
#include "tests/services/intake/found_bytes.h"
#include "tests/support/log_capture.h"

namespace gongkai::intake {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr std::int64_t kPosition = 4711;

class PurgedReportsTest : public AttachmentsTest {
 protected:
  void Purge(const std::vector<std::string>& sha256s) {
    intake::Purge purge{.digests = {}, .position = kPosition};
    for (const std::string& sha256 : sha256s) {
      purge.digests.push_back(base::Digest::FromHex(sha256).value());
    }
    Destroy(world_.places(), purge, world_.contents().PurgesFollowedTo());
    EXPECT_TRUE(EmptyLogs(world_.places()));
  }
  static std::string DigestOf(const std::string& bytes) { return base::Sha256(bytes).ToHex(); }

  static std::string PositionIn(const grpc::Status& status) {
    google::rpc::Status details;
    google::rpc::ErrorInfo info;
    if (!details.ParseFromString(status.error_details()) || details.details_size() == 0) return "";
    return details.details(0).UnpackTo(&info) ? info.metadata().at("position") : "";
  }

  Answer<v1::Report> Update(const v1::Report& report, const std::string& field) {
    v1::UpdateReportRequest request;
    *request.mutable_report() = report;
    request.mutable_report()->set_name(kReport);
    request.mutable_update_mask()->add_paths(field);
    return Ask(*drafter_, &Stub::UpdateReport, request);
  }
  Answer<v1::Report> SetBody(const std::string& body) {
    v1::Report report;
    report.set_body(body);
    return Update(report, "body");
  }

  std::string SubmitReason() {
    v1::SubmitReportRequest submit;
    submit.set_name(kReport);
    return Ask(*drafter_, &Stub::SubmitReport, submit).reason();
  }
};

TEST_F(PurgedReportsTest, AContentAnswersWhereItIsSaidThatItWasDestroyed) {
  const v1::Report before = Report();
  Purge({before.content_sha256()});
  v1::GetReportRequest get;
  get.set_name(kReport);
  const auto got = Ask(*drafter_, &Stub::GetReport, get);
  EXPECT_EQ(got.reason(), "CONTENT_PURGED");
  EXPECT_EQ(got.status.error_code(), grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(PositionIn(got.status), std::to_string(kPosition));
  v1::GetContentRequest content;
  content.set_name(kReport);
  EXPECT_EQ(Ask(*drafter_, &Stub::GetContent, content).reason(), "CONTENT_PURGED");
  v1::CheckReportRequest check;
  check.set_name(kReport);
  EXPECT_EQ(Ask(*drafter_, &Stub::CheckReport, check).reason(), "CONTENT_PURGED");
  v1::ListFindingsRequest findings;
  findings.set_name(kReport);
  EXPECT_EQ(Ask(*drafter_, &Stub::ListFindings, findings).reason(), "CONTENT_PURGED");
  EXPECT_EQ(SubmitReason(), "CONTENT_PURGED");
  EXPECT_EQ(SetBody("新的正文").reason(), "CONTENT_PURGED");
}

TEST_F(PurgedReportsTest, ABodyAnswersLikewise) {
  const v1::Report before = Report();
  Purge({DigestOf(before.body())});
  v1::GetReportRequest get;
  get.set_name(kReport);
  EXPECT_EQ(Ask(*drafter_, &Stub::GetReport, get).reason(), "CONTENT_PURGED");
  EXPECT_EQ(SubmitReason(), "CONTENT_PURGED");
  EXPECT_THAT(FilesWith(world_.data(), before.body().substr(0, 20)), IsEmpty());
}

TEST_F(PurgedReportsTest, AreMarkedInListsHideNoOtherRowAndAreNoFault) {
  v1::CreateReportRequest request;
  request.set_report_id("annual-2022");
  *request.mutable_report() = CompleteReport();
  request.mutable_report()->set_title("另一份");
  ASSERT_EQ(Ask(*drafter_, &Stub::CreateReport, request).reason(), "OK");
  Purge({Report().content_sha256()});
  const support::LogCapture log;
  v1::BatchGetReportsRequest batch;
  batch.add_names(kReport);
  batch.add_names("reports/annual-2022");
  const auto got = Ask(*drafter_, &Stub::BatchGetReports, batch);
  const auto listed = Ask(*drafter_, &Stub::ListReports, {});
  ASSERT_EQ(got->reports_size(), 2);
  ASSERT_EQ(listed->reports_size(), 2);
  EXPECT_EQ(got->reports(0).content_problem(), "CONTENT_PURGED");
  EXPECT_EQ(got->reports(0).title(), "");
  EXPECT_EQ(got->reports(1).title(), "另一份");
  EXPECT_EQ(listed->reports(0).title(), "另一份");
  EXPECT_EQ(listed->reports(1).content_problem(), "CONTENT_PURGED");
  EXPECT_EQ(log.Count("[error]"), 0);
}

TEST_F(PurgedReportsTest, HaveNoHeading) {
  const std::string purged = Report().content_sha256();
  Purge({purged});
  v1::BatchGetHeadingsRequest request;
  request.add_content_sha256s(purged);
  request.add_content_sha256s(DigestOf("unknown"));
  grpc::ClientContext context;
  context.AddMetadata("gongkai-caller", kReviewer);
  v1::BatchGetHeadingsResponse response;
  ASSERT_TRUE(world_.As("service/review")->BatchGetHeadings(&context, request, &response).ok());
  EXPECT_EQ(response.headings_size(), 0);
  EXPECT_THAT(response.purged(), ElementsAre(purged));
  EXPECT_THAT(response.missing(), ElementsAre(DigestOf("unknown")));
}

TEST_F(PurgedReportsTest, AreWithdrawnAllTheSame) {
  Purge({Report().content_sha256()});
  v1::WithdrawReportRequest request;
  request.set_name(kReport);
  request.set_reason("已销毁");
  request.set_request_id(RequestId(1));
  for (const char* time : {"the first time", "the retry"}) {
    const auto withdrawn = Ask(*drafter_, &Stub::WithdrawReport, request);
    EXPECT_EQ(withdrawn.reason(), "OK") << time;
    EXPECT_EQ(withdrawn->content_problem(), "CONTENT_PURGED") << time;
  }
}

TEST_F(PurgedReportsTest, AreNotFiledAgain) {
  Purge({DigestOf(CompleteReport().body())});
  v1::CreateReportRequest request;
  request.set_report_id("annual-2022");
  *request.mutable_report() = CompleteReport();
  const int contents = world_.CountRows("content");
  EXPECT_EQ(Ask(*drafter_, &Stub::CreateReport, request).reason(), "CONTENT_PURGED");
  request.set_validate_only(true);
  EXPECT_EQ(Ask(*drafter_, &Stub::CreateReport, request).reason(), "CONTENT_PURGED");
  EXPECT_EQ(world_.CountRows("content"), contents);
  EXPECT_EQ(world_.Entries("reports/annual-2022"), 0);
  ASSERT_EQ(SetBody("另一文").reason(), "OK");
  EXPECT_EQ(SetBody(CompleteReport().body()).reason(), "CONTENT_PURGED");
  EXPECT_EQ(Report().body(), "另一文");
}

TEST_F(PurgedReportsTest, AnAttachmentIsNeitherReadNorStoredAgain) {
  const std::string bytes = Bytes(3 * limits::kChunkBytes);
  ASSERT_EQ(UploadAll(*drafter_, bytes, "a.pdf").reason(), "OK");
  Purge({DigestOf(bytes)});
  EXPECT_THAT(world_.Blobs(), IsEmpty());
  EXPECT_EQ(Download(*drafter_, "a.pdf").reason, "CONTENT_PURGED");
  EXPECT_EQ(SubmitReason(), "CONTENT_PURGED");
  for (const char* name : {"a.pdf", "b.pdf"}) {
    Upload again(*drafter_);
    again.Send(Start(bytes, name));
    EXPECT_EQ(again.WaitForEnd().reason(), "CONTENT_PURGED") << name << ", before a byte is taken";
  }
  EXPECT_THAT(world_.Blobs(), IsEmpty());
  EXPECT_EQ(world_.CountRows("attachment"), 0);
}

TEST_F(PurgedReportsTest, AContentWithSuchAnAttachmentIsNotDownloadedAsAWhole) {
  ASSERT_EQ(UploadAll(*drafter_, "bytes", "a.pdf").reason(), "OK");
  Purge({DigestOf("bytes")});
  v1::DownloadContentRequest request;
  request.set_name(kReport);
  grpc::ClientContext context;
  context.AddMetadata("gongkai-caller", kDrafter);
  const auto publish = world_.As("service/publish");
  const auto reader = publish->DownloadContent(&context, request);
  v1::DownloadContentResponse part;
  while (reader->Read(&part)) EXPECT_FALSE(part.has_chunk());
  EXPECT_EQ(ReasonOf(reader->Finish()), "CONTENT_PURGED");
}

TEST_F(PurgedReportsTest, AnUploadUnderWayLeavesNothing) {
  const std::string bytes = Bytes(1000);
  Upload upload(*drafter_);
  upload.Send(Start(bytes, "a.pdf"));
  upload.SendChunks(bytes);
  ASSERT_TRUE(support::Eventually([this] { return !world_.Blobs().empty(); }));
  Purge({DigestOf(bytes)});
  EXPECT_EQ(upload.End().reason(), "CONTENT_PURGED");
  ExpectNothingChanged();
  EXPECT_EQ(world_.CountRows("attachment"), 0);
}

TEST_F(PurgedReportsTest, ManyUploadsUnderWayLeaveNothingWhicheverStepTheyAreAt) {
  for (int round = 0; round < 5; ++round) {
    const std::string bytes = Bytes(1000) + std::to_string(round);
    std::atomic<int> refused = 0;
    {
      std::vector<std::jthread> threads;
      for (int thread = 0; thread < 4; ++thread) {
        threads.emplace_back([&, thread](const std::stop_token& stop) {
          while (!stop.stop_requested()) {
            const std::string name = std::to_string(thread) + ".pdf";
            const std::string reason = UploadAll(*drafter_, bytes, name).reason();
            if (reason == "CONTENT_PURGED" && ++refused > 0) return;
            // Otherwise the same upload would be answered without the bytes.
            if (reason == "OK") Delete(name);
          }
        });
      }
      ASSERT_TRUE(support::Eventually([this] { return world_.CountRows("attachment") > 0; }));
      Purge({DigestOf(bytes)});
      EXPECT_TRUE(support::Eventually([&] { return refused == 4; }));
    }
    EXPECT_EQ(world_.CountRows("attachment"), 0);
    EXPECT_TRUE(support::Eventually([this] { return world_.Blobs().empty(); }));
  }
}

TEST_F(PurgedReportsTest, ADownloadUnderWayEnds) {
  // More than the connection holds for who does not read.
  const std::string bytes = Bytes(24 << 20);
  ASSERT_EQ(UploadAll(*drafter_, bytes, "a.pdf").reason(), "OK");
  v1::DownloadAttachmentRequest request;
  request.set_name(std::string(kReport) + "/attachments/a.pdf");
  grpc::ClientContext context;
  const auto reader = drafter_->DownloadAttachment(&context, request);
  v1::DownloadAttachmentResponse response;
  ASSERT_TRUE(reader->Read(&response));
  Purge({DigestOf(bytes)});
  std::size_t got = response.chunk().size();
  while (reader->Read(&response)) {
    EXPECT_TRUE(bytes.compare(got, response.chunk().size(), response.chunk()) == 0);
    got += response.chunk().size();
  }
  EXPECT_EQ(ReasonOf(reader->Finish()), "CONTENT_PURGED");
  EXPECT_LT(got, bytes.size());
}

TEST_F(PurgedReportsTest, ADraftDropsOneAfterTheOther) {
  ASSERT_EQ(UploadAll(*drafter_, "first", "a.pdf").reason(), "OK");
  ASSERT_EQ(UploadAll(*drafter_, "second", "b.pdf").reason(), "OK");
  ASSERT_EQ(UploadAll(*drafter_, "third", "c.pdf").reason(), "OK");
  Purge({DigestOf("first"), DigestOf("second"), DigestOf(CompleteReport().body())});
  v1::Report title;
  title.set_title("改过的标题");
  EXPECT_EQ(Update(title, "title").reason(), "OK") << "though it still names them";
  EXPECT_EQ(Delete("a.pdf").reason(), "OK");
  EXPECT_EQ(UploadAll(*drafter_, "other", "b.pdf").reason(), "OK") << "in its place";
  EXPECT_EQ(SetBody("新的正文").reason(), "OK");
  EXPECT_EQ(Report().title(), "改过的标题");
  EXPECT_EQ(Report().content_problem(), "");
  EXPECT_THAT(FileNames(), ElementsAre("b.pdf", "c.pdf"));
  EXPECT_EQ(Download(*drafter_, "b.pdf").bytes, "other");
  EXPECT_EQ(Download(*drafter_, "c.pdf").bytes, "third");
  EXPECT_EQ(SubmitReason(), "OK");
}

}  // namespace
}  // namespace gongkai::intake
