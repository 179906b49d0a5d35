// What requests store, and what those that are refused, or change nothing, do not.
#include <chrono>
#include <filesystem>
#include <string>

#include "tests/services/intake/attachment_client.h"

namespace gongkai::intake {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class StorageTest : public AttachmentsTest {
 protected:
  explicit StorageTest(const IntakeHost::Options& options = {}, int changes_per_minute = 0)
      : AttachmentsTest(options, changes_per_minute) {}

  static v1::CreateReportRequest Creation(const std::string& id, const std::string& body) {
    v1::CreateReportRequest request;
    request.set_report_id(id);
    *request.mutable_report() = CompleteReport();
    request.mutable_report()->set_body(body);
    return request;
  }

  Answer<v1::Report> Update(v1::Report report) {
    v1::UpdateReportRequest request;
    *request.mutable_report() = std::move(report);
    request.mutable_report()->set_name(kReport);
    return Ask(*drafter_, &Stub::UpdateReport, request);
  }

  Answer<v1::Report> Retitle(const std::string& title) {
    v1::Report report;
    report.set_title(title);
    return Update(report);
  }

  std::uintmax_t StoredBytes() const {
    std::uintmax_t bytes = 0;
    for (const auto& file : std::filesystem::recursive_directory_iterator(world_.data())) {
      // The write-ahead log is used over and over.
      if (file.is_regular_file() && !file.path().string().ends_with("-wal")) {
        bytes += file.file_size();
      }
    }
    return bytes;
  }

  int Rows() const {
    return world_.CountRows("content") + world_.CountRows("body") + world_.CountRows("attachment") +
           world_.CountRows("loose") + world_.CountRows("revision");
  }
};

TEST_F(StorageTest, RequestsThatAreRefusedStoreNothing) {
  const int before = Rows();
  EXPECT_EQ(Ask(*drafter_, &Stub::CreateReport, Creation("annual-2021", "另一文")).reason(),
            "REPORT_EXISTS");
  v1::CreateReportRequest correction = Creation("annual-2022", "更正");
  correction.mutable_report()->set_corrects("reports/no-such-report");
  EXPECT_EQ(Ask(*drafter_, &Stub::CreateReport, correction).reason(), "CORRECTION_NOT_POSSIBLE");
  EXPECT_EQ(
      Ask(*world_.As(kReviewer), &Stub::CreateReport, Creation("annual-2022", "无权")).reason(),
      "ROLE_REQUIRED");
  v1::Report stale = CompleteReport();
  stale.set_etag("stale");
  stale.set_body("过时");
  EXPECT_EQ(Update(stale).reason(), "ETAG_MISMATCH");
  EXPECT_EQ(Rows(), before);
}

TEST_F(StorageTest, AnUploadThatIsRefusedAtItsEndStoresNothing) {
  const std::string bytes = Bytes(1000);
  const int before = Rows();
  Upload upload(*drafter_);
  upload.Send(Start(bytes, "a.pdf"));
  upload.SendChunks(bytes);
  v1::SubmitReportRequest submit;
  submit.set_name(kReport);
  ASSERT_TRUE(support::Eventually([this] { return !world_.Blobs().empty(); }));
  ASSERT_EQ(Ask(*drafter_, &Stub::SubmitReport, submit).reason(), "OK");
  EXPECT_EQ(upload.End().reason(), "ACTION_NOT_ALLOWED");
  EXPECT_EQ(Rows(), before);
  EXPECT_TRUE(support::Eventually([this] { return world_.Blobs().empty(); }));
}

TEST_F(StorageTest, AChangeOfATitleDoesNotStoreTheBodyAgain) {
  v1::Report long_one;
  long_one.set_body(std::string(400 << 10, 'x'));
  ASSERT_EQ(Update(long_one).reason(), "OK");
  const std::uintmax_t before = StoredBytes();
  constexpr int kChanges = 200;
  for (int i = 0; i < kChanges; ++i) {
    ASSERT_EQ(Retitle("第" + std::to_string(i) + "题").reason(), "OK");
  }
  EXPECT_EQ(Report().body(), long_one.body());
  EXPECT_LT(StoredBytes() - before, kChanges * 1500);
}

TEST_F(StorageTest, AChangeThatChangesNothingWritesNothingAndAnswersTheReport) {
  ASSERT_EQ(Retitle("新题").reason(), "OK");
  ASSERT_EQ(UploadAll(*drafter_, "bytes", "a.pdf").reason(), "OK");
  const v1::Report report = Report();
  const int entries = world_.Entries(kReport);
  const int rows = Rows();

  const auto again = Retitle("新题");
  EXPECT_EQ(again.reason(), "OK");
  EXPECT_EQ(again->SerializeAsString(), report.SerializeAsString());
  EXPECT_EQ(Update(CompleteReport()).reason(), "OK");  // changes the title back
  EXPECT_EQ(Update(CompleteReport()).reason(), "OK");
  EXPECT_EQ(world_.Entries(kReport), entries + 1);
  const auto uploaded = UploadAll(*drafter_, "bytes", "a.pdf");
  EXPECT_EQ(uploaded.reason(), "OK");
  EXPECT_EQ(uploaded->report().attachments_size(), 1);
  EXPECT_EQ(world_.Entries(kReport), entries + 1);
  EXPECT_EQ(Rows(), rows + 3) << "the one change: a content, loose as yet, and a revision";
  EXPECT_THAT(world_.Denials(kReport), IsEmpty());
}

TEST_F(StorageTest, AChangeThatChangesNothingIsStillRefusedWhereOneWouldBe) {
  v1::SubmitReportRequest submit;
  submit.set_name(kReport);
  ASSERT_EQ(Ask(*drafter_, &Stub::SubmitReport, submit).reason(), "OK");
  EXPECT_EQ(Retitle(CompleteReport().title()).reason(), "ACTION_NOT_ALLOWED");
  EXPECT_THAT(world_.Denials(kReport), ElementsAre("ACTION_NOT_ALLOWED"));
}

class QuotaTest : public StorageTest {
 protected:
  QuotaTest() : StorageTest({.department_bytes = [] { return 10'000; }}, 20) {}
};

TEST_F(QuotaTest, ADepartmentStoresNoMoreThanItsQuota) {
  v1::Report large;
  large.set_body(std::string(9'900, 'x'));
  const auto refused = Update(large);
  EXPECT_EQ(refused.reason(), "QUOTA_EXCEEDED");
  EXPECT_EQ(refused.status.error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
  // Before a byte is taken.
  Upload upload(*drafter_);
  upload.Send(Start(Bytes(9'900), "a.pdf"));
  EXPECT_EQ(upload.WaitForEnd().reason(), "QUOTA_EXCEEDED");
  EXPECT_EQ(UploadAll(*drafter_, Bytes(5'000), "a.pdf").reason(), "OK");
  EXPECT_EQ(UploadAll(*drafter_, Bytes(5'000), "b.pdf").reason(), "OK") << "the same bytes";
}

// Returns the reason of the first refusal. The quota lets one more change pass every 3 s, which on a
// busy machine may be sooner than the next change.
template <class Change>
std::string FirstRefusal(const Change& change) {
  std::string reason = "OK";
  for (int i = 0; i < 1000 && reason == "OK"; ++i) reason = change(i);
  return reason;
}

TEST_F(QuotaTest, APersonChangesOnlySoMuchInAMinute) {
  const auto begin = std::chrono::steady_clock::now();
  int changed = 1;  // the report was created
  const auto retitle = [&](int i) {
    const std::string reason = Retitle("第" + std::to_string(i) + "题").reason();
    if (reason == "OK") ++changed;
    return reason;
  };
  EXPECT_EQ(FirstRefusal(retitle), "QUOTA_EXCEEDED");
  EXPECT_GE(changed, 20);
  EXPECT_LE(changed, 21 + (std::chrono::steady_clock::now() - begin) / std::chrono::seconds(3));
  const auto upload = [&](int i) {
    return UploadAll(*drafter_, "bytes" + std::to_string(i), "a.pdf").reason();
  };
  EXPECT_EQ(FirstRefusal(upload), "QUOTA_EXCEEDED");
  v1::GetReportRequest get;
  get.set_name(kReport);
  EXPECT_EQ(Ask(*drafter_, &Stub::GetReport, get).reason(), "OK") << "reading is no change";
}

}  // namespace
}  // namespace gongkai::intake
