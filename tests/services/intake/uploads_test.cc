// Uploads that fail: what they answer, and that they leave nothing.
#include <chrono>
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "services/lib/catalog/limits.h"
#include "tests/services/intake/attachment_client.h"

namespace gongkai::intake {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST_F(AttachmentsTest, AnUploadThatIsCutOffLeavesNothing) {
  const std::string bytes = Bytes(1 << 20);
  Upload upload(*drafter_);
  upload.Send(Start(bytes, "a.pdf"));
  upload.SendChunks(bytes.substr(0, bytes.size() / 2));
  ASSERT_TRUE(support::Eventually([this] { return !world_.Blobs().empty(); }));
  upload.Cancel();
  EXPECT_EQ(upload.WaitForEnd().status.error_code(), grpc::StatusCode::CANCELLED);
  ExpectNothingChanged();
}

TEST_F(AttachmentsTest, AnUploadThatIsNotWhatWasAnnouncedLeavesNothing) {
  const std::string bytes = Bytes(1000);
  for (const std::string& sent :
       {bytes.substr(0, 999), bytes + "x", std::string(1000, 'x'), std::string()}) {
    Upload upload(*drafter_);
    upload.Send(Start(bytes, "a.pdf"));
    upload.SendChunks(sent);
    EXPECT_EQ(upload.End().reason(), "UPLOAD_INCOMPLETE") << sent.size();
  }
  ExpectNothingChanged();
}

TEST_F(AttachmentsTest, MessagesOutOfOrderOrOverTheLimitsAreRefused) {
  v1::UploadAttachmentRequest chunk;
  chunk.set_chunk("chunk");
  v1::UploadAttachmentRequest large;
  large.set_chunk(Bytes(limits::kChunkBytes + 1));
  v1::UploadAttachmentRequest empty;
  empty.set_chunk("");
  const v1::UploadAttachmentRequest start = Start(Bytes(limits::kChunkBytes + 1), "a.pdf");
  const std::vector<std::vector<v1::UploadAttachmentRequest>> sequences{
      {}, {chunk}, {start, start}, {start, large}, {start, empty}, {start, {}}, {{}}};
  for (std::size_t i = 0; i < sequences.size(); ++i) {
    Upload upload(*drafter_);
    for (const auto& message : sequences[i]) upload.Send(message);
    EXPECT_EQ(upload.End().reason(), "INVALID_FIELD") << "sequence " << i;
  }
  ExpectNothingChanged();
}

TEST_F(AttachmentsTest, StartsThatBreakARuleAreRefused) {
  const auto refused = [&](auto change) {
    v1::UploadAttachmentRequest start = Start("bytes", "a.pdf");
    change(*start.mutable_start());
    Upload upload(*drafter_);
    upload.Send(start);
    upload.SendChunks("bytes");
    return upload.End().reason();
  };
  using S = v1::UploadStart;
  EXPECT_EQ(refused([](S& s) { s.set_report("annual-2021"); }), "INVALID_FIELD");
  EXPECT_EQ(refused([](S& s) { s.set_file_name("../../etc/passwd"); }), "INVALID_FIELD");
  EXPECT_EQ(refused([](S& s) { s.set_file_name(".."); }), "INVALID_FIELD");
  EXPECT_EQ(refused([](S& s) { s.set_file_name(""); }), "INVALID_FIELD");
  EXPECT_EQ(refused([](S& s) { s.set_mime_type("pdf"); }), "INVALID_FIELD");
  EXPECT_EQ(refused([](S& s) { s.set_size_bytes(0); }), "INVALID_FIELD");
  EXPECT_EQ(refused([](S& s) { s.set_size_bytes(limits::kAttachmentBytes + 1); }), "INVALID_FIELD");
  EXPECT_EQ(refused([](S& s) { s.set_sha256(""); }), "INVALID_FIELD");
  EXPECT_EQ(refused([](S& s) { s.set_request_id("1"); }), "INVALID_FIELD");
  EXPECT_EQ(refused([](S& s) { s.set_report("reports/no-such-report"); }), "REPORT_NOT_FOUND");
  EXPECT_EQ(refused([](S& s) { s.set_etag("stale"); }), "ETAG_MISMATCH");
  ExpectNothingChanged();
}

TEST_F(AttachmentsTest, WhoMayNotEditIsRefusedBeforeAByteIsTaken) {
  for (const char* who : {kOutsider, kReviewer, kAuditor}) {
    Upload upload(*world_.As(who));
    upload.Send(Start("bytes", "a.pdf"));
    const auto refused = upload.WaitForEnd();  // though nothing else was sent
    EXPECT_EQ(refused.reason(), who == std::string(kAuditor) ? "ROLE_REQUIRED" : "REPORT_NOT_FOUND")
        << who;
  }
  EXPECT_THAT(world_.Denials(kReport),
              ElementsAre("REPORT_NOT_FOUND", "REPORT_NOT_FOUND", "ROLE_REQUIRED"));
  ExpectNothingChanged();
}

TEST_F(AttachmentsTest, ARetryIsAnsweredWithoutTheBytes) {
  v1::UploadAttachmentRequest start = Start("bytes", "a.pdf");
  start.mutable_start()->set_request_id(RequestId(1));
  Upload first(*drafter_);
  first.Send(start);
  first.SendChunks("bytes");
  const auto answer = first.End();
  ASSERT_EQ(answer.reason(), "OK");
  ASSERT_EQ(Delete("a.pdf").reason(), "OK");

  Upload again(*drafter_);
  again.Send(start);
  const auto same = again.WaitForEnd();
  EXPECT_EQ(same.reason(), "OK");
  EXPECT_EQ(same->SerializeAsString(), answer->SerializeAsString());
  EXPECT_THAT(FileNames(), IsEmpty());

  Upload with_bytes(*drafter_);
  with_bytes.Send(start);
  with_bytes.SendChunks("bytes");
  EXPECT_EQ(with_bytes.End()->SerializeAsString(), answer->SerializeAsString());

  start.mutable_start()->set_file_name("b.pdf");
  Upload other(*drafter_);
  other.Send(start);
  EXPECT_EQ(other.WaitForEnd().reason(), "REQUEST_ID_REUSED");
}

class StallingTest : public AttachmentsTest {
 protected:
  StallingTest()
      : AttachmentsTest({.streams = {.limit = 4, .limit_per_caller = 2, .threads = 2},
                         .stall = std::chrono::milliseconds(3000)}) {}
};

TEST_F(StallingTest, AnUploadThatStandsStillIsEndedAndLeavesNothing) {
  const std::string bytes = Bytes(1000);
  Upload upload(*drafter_);
  upload.Send(Start(bytes, "a.pdf"));
  upload.SendChunks(bytes.substr(0, 10));
  EXPECT_EQ(upload.WaitForEnd().reason(), "UPLOAD_INCOMPLETE");
  ExpectNothingChanged();
}

TEST_F(StallingTest, ADownloadThatNobodyTakesIsEnded) {
  ASSERT_EQ(UploadAll(*drafter_, Bytes(limits::kAttachmentBytes), "a.pdf").reason(), "OK");
  v1::DownloadAttachmentRequest request;
  request.set_name(std::string(kReport) + "/attachments/a.pdf");
  grpc::ClientContext context;
  const auto reader = drafter_->DownloadAttachment(&context, request);
  v1::DownloadAttachmentResponse response;
  ASSERT_TRUE(reader->Read(&response));
  std::this_thread::sleep_for(std::chrono::seconds(10));  // much longer than the server waits
  while (reader->Read(&response)) {
  }
  EXPECT_EQ(reader->Finish().error_code(), grpc::StatusCode::CANCELLED);
}

TEST_F(StallingTest, ThereAreOnlySoManyUploadsOfOneCaller) {
  Upload first(*drafter_);
  Upload second(*drafter_);
  first.Send(Start("bytes", "a.pdf"));
  second.Send(Start("bytes", "b.pdf"));
  ASSERT_TRUE(support::Eventually([this] { return world_.Blobs().size() == 2; }));
  EXPECT_EQ(UploadAll(*drafter_, "bytes", "c.pdf").reason(), "TOO_MANY_STREAMS");
  first.Cancel();
  first.WaitForEnd();
  second.Cancel();
  second.WaitForEnd();
  EXPECT_TRUE(support::Eventually(
      [this] { return UploadAll(*drafter_, "bytes", "c.pdf").reason() == "OK"; }));
}

TEST_F(StallingTest, TheServerStopsWhileStreamsStandStill) {
  Upload upload(*drafter_);
  upload.Send(Start("bytes", "a.pdf"));
  ASSERT_TRUE(support::Eventually([this] { return !world_.Blobs().empty(); }));
  world_.intake().server().Stop(std::chrono::milliseconds(50));
  EXPECT_FALSE(upload.WaitForEnd().status.ok());
  EXPECT_THAT(world_.Blobs(), IsEmpty());
}

class SlowStartTest : public AttachmentsTest {
 protected:
  SlowStartTest()
      : AttachmentsTest({.streams = {.limit = 4, .limit_per_caller = 2, .threads = 2},
                         .starting = {.limit = 8, .limit_per_caller = 3, .threads = 2},
                         .start = std::chrono::milliseconds(500)}) {}
};

TEST_F(SlowStartTest, AnUploadThatDoesNotStartIsEndedAndTakesNobodysSlot) {
  std::vector<std::unique_ptr<Upload>> idle;
  const auto outsider = world_.As(kOutsider);
  for (int i = 0; i < 20; ++i) idle.push_back(std::make_unique<Upload>(*outsider));
  EXPECT_EQ(UploadAll(*drafter_, "bytes", "a.pdf").reason(), "OK");
  std::map<std::string, int> ends;
  for (const auto& upload : idle) ++ends[upload->WaitForEnd().reason()];
  EXPECT_EQ(ends["UPLOAD_INCOMPLETE"] + ends["TOO_MANY_STREAMS"], 20);
  EXPECT_LE(ends["UPLOAD_INCOMPLETE"], 3);
  EXPECT_GT(ends["UPLOAD_INCOMPLETE"], 0);
}

TEST_F(SlowStartTest, WhoMayNotUploadIsToldSoWhateverIsFree) {
  Upload first(*drafter_);
  Upload second(*drafter_);
  first.Send(Start("bytes", "a.pdf"));
  second.Send(Start("bytes", "b.pdf"));
  ASSERT_TRUE(support::Eventually([this] { return world_.Blobs().size() == 2; }));
  const auto outsider = world_.As(kOutsider);
  for (int i = 0; i < 20; ++i) {
    EXPECT_EQ(UploadAll(*outsider, "bytes", "c.pdf").reason(), "REPORT_NOT_FOUND");
  }
  first.Cancel();
  first.WaitForEnd();
  second.Cancel();
  second.WaitForEnd();
}

class DripTest : public AttachmentsTest {
 protected:
  DripTest()
      : AttachmentsTest({.pace = {.window = std::chrono::milliseconds(500), .bytes = 10'000}}) {}
};

TEST_F(DripTest, AnUploadThatDripsIsEndedAndLeavesNothing) {
  const std::string bytes = Bytes(100'000);
  Upload upload(*drafter_);
  upload.Send(Start(bytes, "a.pdf"));
  v1::UploadAttachmentRequest drop;
  drop.set_chunk(bytes.substr(0, 1));
  int drops = 0;
  while (drops < 600 && upload.Send(drop)) {
    ++drops;
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
  EXPECT_LT(drops, 600);
  EXPECT_EQ(upload.WaitForEnd().reason(), "UPLOAD_INCOMPLETE");
  ExpectNothingChanged();
}

TEST_F(DripTest, AnUploadThatIsSlowEnoughPasses) {
  const std::string bytes = Bytes(100'000);
  Upload upload(*drafter_);
  upload.Send(Start(bytes, "a.pdf"));
  for (std::size_t at = 0; at < bytes.size(); at += 10'000) {
    std::this_thread::sleep_for(std::chrono::milliseconds(150));
    upload.SendChunks(bytes.substr(at, 10'000));
  }
  EXPECT_EQ(upload.End().reason(), "OK");
}

}  // namespace
}  // namespace gongkai::intake
