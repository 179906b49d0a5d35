// Attachments through the service, with the real ledger behind it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <set>
#include <thread>
#include <vector>

#include "services/intake/attachment_upload.h"
#include "tests/services/intake/intake_world.h"
#include "tests/services/intake/sample.h"
#include "tests/services/server/eventually.h"
#include "workflow/merkle/hash.h"

namespace gongkai::intake {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using Stub = v1::IntakeService::Stub;

constexpr char kReport[] = "reports/annual-2021";

// Bytes that no chunk of them repeats.
std::string Bytes(std::size_t size) {
  std::string bytes(size, '\0');
  std::uint32_t state = 1;
  for (char& byte : bytes) byte = static_cast<char>((state = state * 1664525 + 1013904223) >> 24U);
  return bytes;
}

v1::UploadAttachmentRequest Start(const std::string& bytes, const std::string& file_name) {
  v1::UploadAttachmentRequest request;
  v1::UploadStart& start = *request.mutable_start();
  start.set_report(kReport);
  start.set_file_name(file_name);
  start.set_media_type("application/pdf");
  start.set_size_bytes(static_cast<std::int64_t>(bytes.size()));
  start.set_sha256(merkle::ToHex(merkle::Sha256(bytes)));
  return request;
}

// One upload, message by message.
class Upload {
 public:
  explicit Upload(Stub& stub) : writer_(stub.UploadAttachment(&context_, &answer_.response)) {}

  // Whether the server takes it.
  bool Send(const v1::UploadAttachmentRequest& request) { return writer_->Write(request); }
  void SendChunks(const std::string& bytes, std::size_t chunk = kMaxChunkBytes) {
    v1::UploadAttachmentRequest request;
    for (std::size_t at = 0; at < bytes.size(); at += chunk) {
      request.set_chunk(bytes.substr(at, chunk));
      if (!Send(request)) return;
    }
  }
  void Cancel() { context_.TryCancel(); }
  Answer<v1::UploadAttachmentResponse> End() {
    writer_->WritesDone();
    return WaitForEnd();
  }
  Answer<v1::UploadAttachmentResponse> WaitForEnd() {
    answer_.status = writer_->Finish();
    return answer_;
  }

 private:
  grpc::ClientContext context_;
  Answer<v1::UploadAttachmentResponse> answer_;
  std::unique_ptr<grpc::ClientWriter<v1::UploadAttachmentRequest>> writer_;
};

Answer<v1::UploadAttachmentResponse> UploadAll(Stub& stub, const std::string& bytes,
                                               const std::string& file_name) {
  Upload upload(stub);
  upload.Send(Start(bytes, file_name));
  upload.SendChunks(bytes);
  return upload.End();
}

struct Downloaded {
  std::string reason;
  std::string bytes;
  std::size_t largest_chunk = 0;
};

Downloaded Download(Stub& stub, const std::string& file_name,
                    const std::string& content_sha256 = "") {
  v1::DownloadAttachmentRequest request;
  request.set_name(std::string(kReport) + "/attachments/" + file_name);
  request.set_content_sha256(content_sha256);
  grpc::ClientContext context;
  const auto reader = stub.DownloadAttachment(&context, request);
  Downloaded all;
  for (v1::DownloadAttachmentResponse response; reader->Read(&response);) {
    all.largest_chunk = std::max(all.largest_chunk, response.chunk().size());
    all.bytes += response.chunk();
  }
  all.reason = ReasonOf(reader->Finish());
  return all;
}

class AttachmentsTest : public ::testing::Test {
 protected:
  explicit AttachmentsTest(const IntakeHost::Options& options = {}) : world_(options) {
    v1::CreateReportRequest request;
    request.set_report_id("annual-2021");
    *request.mutable_report() = CompleteReport();
    EXPECT_EQ(Ask(*drafter_, &Stub::CreateReport, request).reason(), "OK");
  }

  v1::Report Report() {
    v1::GetReportRequest request;
    request.set_name(kReport);
    return Ask(*drafter_, &Stub::GetReport, request).response;
  }

  std::vector<std::string> FileNames() {
    std::vector<std::string> names;
    const v1::Report report = Report();
    for (const v1::Attachment& attachment : report.attachments()) {
      names.push_back(attachment.file_name());
    }
    return names;
  }

  Answer<v1::Report> Delete(const std::string& file_name, const std::string& request_id = "") {
    v1::DeleteAttachmentRequest request;
    request.set_name(std::string(kReport) + "/attachments/" + file_name);
    request.set_request_id(request_id);
    return Ask(*drafter_, &Stub::DeleteAttachment, request);
  }

  // What an upload that failed must leave: nothing. The file goes after the answer at the latest.
  void ExpectNothingChanged() {
    EXPECT_TRUE(server::Eventually([this] { return world_.Blobs().empty(); }));
    EXPECT_THAT(FileNames(), IsEmpty());
  }

  IntakeWorld world_;
  std::unique_ptr<Stub> drafter_ = world_.As(kDrafter);
};

TEST_F(AttachmentsTest, TheLargestComesBackAsItWas) {
  const std::string bytes = Bytes(kMaxAttachmentBytes);
  const auto uploaded = UploadAll(*drafter_, bytes, "附表.pdf");
  ASSERT_EQ(uploaded.reason(), "OK");
  const v1::Report& report = uploaded->report();
  ASSERT_EQ(report.attachments_size(), 1);
  EXPECT_EQ(report.attachments(0).name(), "reports/annual-2021/attachments/附表.pdf");
  EXPECT_EQ(report.attachments(0).size_bytes(), kMaxAttachmentBytes);
  EXPECT_EQ(Report().SerializeAsString(), report.SerializeAsString());

  const Downloaded downloaded = Download(*drafter_, "附表.pdf");
  EXPECT_EQ(downloaded.reason, "OK");
  EXPECT_EQ(downloaded.largest_chunk, kMaxChunkBytes);
  EXPECT_TRUE(downloaded.bytes == bytes);
}

TEST_F(AttachmentsTest, ChunksMayBeOfAnySize) {
  const std::string bytes = Bytes(1000);
  for (const std::size_t chunk : {1, 7, 999, 1000}) {
    Upload upload(*drafter_);
    upload.Send(Start(bytes, "a.pdf"));
    upload.SendChunks(bytes, chunk);
    EXPECT_EQ(upload.End().reason(), "OK") << chunk;
  }
  EXPECT_EQ(Download(*drafter_, "a.pdf").bytes, bytes);
}

TEST_F(AttachmentsTest, AnUploadVoidsTheDigestOfTheContent) {
  const std::string before = Report().content_sha256();
  ASSERT_EQ(UploadAll(*drafter_, "bytes", "a.pdf").reason(), "OK");
  EXPECT_NE(Report().content_sha256(), before);
}

TEST_F(AttachmentsTest, AnUploadThatIsCutOffLeavesNothing) {
  const std::string bytes = Bytes(1 << 20);
  Upload upload(*drafter_);
  upload.Send(Start(bytes, "a.pdf"));
  upload.SendChunks(bytes.substr(0, bytes.size() / 2));
  ASSERT_TRUE(server::Eventually([this] { return !world_.Blobs().empty(); }));
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
  large.set_chunk(Bytes(kMaxChunkBytes + 1));
  v1::UploadAttachmentRequest empty;
  empty.set_chunk("");
  const v1::UploadAttachmentRequest start = Start(Bytes(kMaxChunkBytes + 1), "a.pdf");
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
  EXPECT_EQ(refused([](S& s) { s.set_media_type("pdf"); }), "INVALID_FIELD");
  EXPECT_EQ(refused([](S& s) { s.set_size_bytes(0); }), "INVALID_FIELD");
  EXPECT_EQ(refused([](S& s) { s.set_size_bytes(kMaxAttachmentBytes + 1); }), "INVALID_FIELD");
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

TEST_F(AttachmentsTest, AreSortedAndReplacedByName) {
  for (const char* name : {"c.pdf", "a.pdf", "b.pdf"}) {
    ASSERT_EQ(UploadAll(*drafter_, "first", name).reason(), "OK");
  }
  ASSERT_EQ(UploadAll(*drafter_, "second", "b.pdf").reason(), "OK");
  EXPECT_THAT(FileNames(), ElementsAre("a.pdf", "b.pdf", "c.pdf"));
  EXPECT_EQ(Download(*drafter_, "b.pdf").bytes, "second");
  EXPECT_EQ(Download(*drafter_, "c.pdf").bytes, "first");
}

TEST_F(AttachmentsTest, UploadsAtTheSameTimeAllStay) {
  constexpr int kCount = 8;
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < kCount; ++i) {
      threads.emplace_back([&, i] {
        const std::string name = std::to_string(i) + ".pdf";
        EXPECT_EQ(UploadAll(*world_.As(kDrafter), "bytes of " + name, name).reason(), "OK");
      });
    }
  }
  EXPECT_EQ(FileNames().size(), kCount);
  EXPECT_THAT(world_.Denials(kReport), IsEmpty());
}

TEST_F(AttachmentsTest, AreAtMostSixtyFour) {
  for (int i = 0; i < kMaxAttachments; ++i) {
    ASSERT_EQ(UploadAll(*drafter_, "bytes", std::to_string(i)).reason(), "OK");
  }
  EXPECT_EQ(UploadAll(*drafter_, "bytes", "one more").reason(), "TOO_MANY_ATTACHMENTS");
  EXPECT_EQ(UploadAll(*drafter_, "other", "7").reason(), "OK") << "replacing one is possible";
  EXPECT_EQ(Report().attachments_size(), kMaxAttachments);
}

TEST_F(AttachmentsTest, AreTakenOffAndTheRetrySaysSoAgain) {
  ASSERT_EQ(UploadAll(*drafter_, "bytes", "a.pdf").reason(), "OK");
  const std::string with = Report().content_sha256();
  const auto removed = Delete("a.pdf", RequestId(1));
  ASSERT_EQ(removed.reason(), "OK");
  EXPECT_TRUE(removed->attachments().empty());
  EXPECT_EQ(Delete("a.pdf", RequestId(1))->SerializeAsString(), removed->SerializeAsString());
  EXPECT_EQ(Delete("a.pdf").reason(), "ATTACHMENT_NOT_FOUND");
  EXPECT_EQ(Delete("").reason(), "INVALID_FIELD");

  EXPECT_EQ(Download(*drafter_, "a.pdf").reason, "ATTACHMENT_NOT_FOUND");
  EXPECT_EQ(Download(*drafter_, "a.pdf", with).bytes, "bytes") << "of the earlier content";
}

TEST_F(AttachmentsTest, ADownloadIsForThoseWhoMaySeeTheReport) {
  ASSERT_EQ(UploadAll(*drafter_, "bytes", "a.pdf").reason(), "OK");
  EXPECT_EQ(Download(*world_.As(kOutsider), "a.pdf").reason, "REPORT_NOT_FOUND");
  EXPECT_EQ(Download(*world_.As(kColleague), "a.pdf").bytes, "bytes");
  EXPECT_EQ(Download(*drafter_, "a/b").reason, "INVALID_FIELD");
}

TEST_F(AttachmentsTest, ADamagedFileIsNotGivenOutWhole) {
  const std::string bytes = Bytes(3 * kMaxChunkBytes);
  ASSERT_EQ(UploadAll(*drafter_, bytes, "a.pdf").reason(), "OK");
  std::fstream(world_.Blobs().front(), std::ios::in | std::ios::out).seekp(1000).put('x').put('y');
  const Downloaded downloaded = Download(*drafter_, "a.pdf");
  EXPECT_EQ(downloaded.reason, "CONTENT_CORRUPT");
  EXPECT_LT(downloaded.bytes.size(), bytes.size());
}

class StallingTest : public AttachmentsTest {
 protected:
  StallingTest()
      : AttachmentsTest({.streams = {.limit = 4, .limit_per_caller = 2, .threads = 2},
                         .stall = std::chrono::milliseconds(500)}) {}
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
  ASSERT_EQ(UploadAll(*drafter_, Bytes(kMaxAttachmentBytes), "a.pdf").reason(), "OK");
  v1::DownloadAttachmentRequest request;
  request.set_name(std::string(kReport) + "/attachments/a.pdf");
  grpc::ClientContext context;
  const auto reader = drafter_->DownloadAttachment(&context, request);
  v1::DownloadAttachmentResponse response;
  ASSERT_TRUE(reader->Read(&response));
  std::this_thread::sleep_for(std::chrono::seconds(2));  // much longer than the server waits
  while (reader->Read(&response)) {
  }
  EXPECT_EQ(reader->Finish().error_code(), grpc::StatusCode::CANCELLED);
}

TEST_F(StallingTest, ThereAreOnlySoManyUploadsOfOneCaller) {
  Upload first(*drafter_);
  Upload second(*drafter_);
  first.Send(Start("bytes", "a.pdf"));
  second.Send(Start("bytes", "b.pdf"));
  ASSERT_TRUE(server::Eventually([this] { return world_.Blobs().size() == 2; }));
  EXPECT_EQ(UploadAll(*drafter_, "bytes", "c.pdf").reason(), "TOO_MANY_STREAMS");
  first.Cancel();
  first.WaitForEnd();
  second.Cancel();
  second.WaitForEnd();
  EXPECT_TRUE(server::Eventually(
      [this] { return UploadAll(*drafter_, "bytes", "c.pdf").reason() == "OK"; }));
}

TEST_F(StallingTest, TheServerStopsWhileStreamsStandStill) {
  Upload upload(*drafter_);
  upload.Send(Start("bytes", "a.pdf"));
  ASSERT_TRUE(server::Eventually([this] { return !world_.Blobs().empty(); }));
  world_.intake().server().Stop(std::chrono::milliseconds(50));
  EXPECT_FALSE(upload.WaitForEnd().status.ok());
  EXPECT_THAT(world_.Blobs(), IsEmpty());
}

}  // namespace
}  // namespace gongkai::intake
