// What is destroyed is in no file any more, however often the process was killed meanwhile.
#include "services/intake/destroy.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "services/intake/content/content.h"
#include "services/intake/leak/text_reader.h"
#include "tests/services/intake/found_bytes.h"
#include "tests/support/test_folder.h"
#include "workflow/base/digest.h"

namespace gongkai::intake {
namespace {

namespace fs = std::filesystem;
using ::testing::Contains;
using ::testing::IsEmpty;

constexpr char kSecret[] = "绝密事项";
const Followed kAfter{.next = 8, .last = "entries/7"};

// The stores of one process on a folder of data.
struct Process {
  explicit Process(const fs::path& data)
      : contents(data), blobs(data / "blobs"), leak_checks(data, contents, blobs, ReadText) {}

  Places places() { return {.contents = contents, .blobs = blobs, .leak_checks = leak_checks}; }

  ContentStore contents;
  BlobStore blobs;
  LeakChecks leak_checks;
};

class DestroyTest : public ::testing::Test {
 protected:
  DestroyTest() {
    fs::create_directory(data_);
    process_.emplace(data_);
    content_.set_title(std::string("题目") + kSecret);
    NameBody(body_, content_);
    v1::Attachment& attachment = *content_.add_attachments();
    attachment.set_file_name("a.txt");
    attachment.set_size_bytes(static_cast<std::int64_t>(file_.size()));
    attachment.set_sha256(base::Sha256(file_).ToHex());
    Deposit deposit = *DepositOf(content_, body_);
    deposit.report = "reports/annual-2021";
    deposit.department = "办公室";
    deposit.attachment = {.digest = base::Sha256(file_),
                          .size_bytes = static_cast<std::int64_t>(file_.size())};
    digest_ = deposit.content.digest;
    EXPECT_TRUE(process_->contents.Put(deposit, 0));
    Place();
    EXPECT_TRUE(process_->leak_checks.Check(content_, digest_, [] { return Status(); }));
    purge_ = {.digests = {digest_, *deposit.body_digest, base::Sha256(file_)}, .position = 7};
  }

  // As an upload does that was allowed before.
  void Place() {
    BlobStore::Writer writer = process_->blobs.Begin();
    writer.Write(file_);
    ASSERT_TRUE(writer.Finish(base::Sha256(file_)));
    writer.Place();
  }

  void Restart() {
    process_.reset();
    process_.emplace(data_);
  }

  int Rows() {
    SQLite::Database contents((data_ / "intake.db").string(), SQLite::OPEN_READONLY, 1000);
    SQLite::Database findings((data_ / "findings.db").string(), SQLite::OPEN_READONLY, 1000);
    return contents
               .execAndGet(
                   "SELECT (SELECT count(*) FROM content) + (SELECT count(*) FROM body) + "
                   "(SELECT count(*) FROM attachment) + (SELECT sum(bytes) FROM usage)")
               .getInt() +
           findings.execAndGet("SELECT count(*) FROM part_check").getInt();
  }

  void ExpectDestroyed() {
    EXPECT_TRUE(EmptyLogs(process_->places()));
    EXPECT_EQ(Rows(), 0);
    EXPECT_THAT(FilesWith(data_, kSecret), IsEmpty());
    for (const base::Digest& digest : purge_.digests) {
      EXPECT_FALSE(process_->contents.CheckNotPurged(digest));
    }
  }

  const support::TestFolder folder_;
  const fs::path data_ = folder_ / "data";
  std::optional<Process> process_;
  const std::string body_ = std::string("手机 13800138000，") + kSecret;
  const std::string file_ = std::string("附件 13900139000，") + kSecret;
  v1::Content content_;
  base::Digest digest_;
  Purge purge_;
};

TEST_F(DestroyTest, LeavesTheBytesInNoFileAndSaysWhatItRemoved) {
  EXPECT_THAT(FilesWith(data_, kSecret), Contains("intake.db-wal"));
  const Removed removed = Destroy(process_->places(), purge_, kAfter);
  EXPECT_EQ(removed.contents, 1);
  EXPECT_EQ(removed.bodies, 1);
  EXPECT_EQ(removed.attachments, 1);
  EXPECT_EQ(process_->contents.PurgesFollowedTo(), kAfter);
  ExpectDestroyed();
  EXPECT_EQ(Destroy(process_->places(), purge_, kAfter).count(), 0);
}

TEST_F(DestroyTest, GoesOnAfterWhateverStepTheProcessWasKilled) {
  const fs::path copy = folder_ / "copy";
  process_.reset();
  fs::copy(data_, copy, fs::copy_options::recursive);
  for (int steps = 1; steps <= 4; ++steps, process_.reset()) {
    fs::remove_all(data_);
    fs::copy(copy, data_, fs::copy_options::recursive);
    process_.emplace(data_);
    // Each step is on disk when it has returned, in the order of Destroy.
    process_->contents.NotePurged(purge_);
    if (steps > 1) process_->blobs.Destroy(base::Sha256(file_));
    if (steps > 2) process_->leak_checks.Remove(purge_.digests);
    if (steps > 3) process_->contents.RemovePurged(purge_.digests, kAfter);
    Restart();
    EXPECT_TRUE(DestroyAgain(process_->places())) << steps;
    ExpectDestroyed();
    EXPECT_EQ(process_->contents.PurgesFollowedTo(), steps > 3 ? kAfter : Followed()) << steps;
  }
}

TEST_F(DestroyTest, AgainTakesWhatComesBackBesideTheDatabase) {
  EXPECT_FALSE(DestroyAgain(process_->places())) << "nothing is purged";
  EXPECT_GT(Rows(), 0);
  process_.reset();
  fs::copy_file(data_ / "findings.db", folder_ / "findings.db");
  fs::copy_file(data_ / "findings.db-wal", folder_ / "findings.db-wal");
  process_.emplace(data_);
  Destroy(process_->places(), purge_, kAfter);
  // An upload that was killed before it saw the purge, and a copy of the findings that was put back.
  Place();
  process_.reset();
  for (const char* file : {"findings.db", "findings.db-wal"}) {
    fs::copy_file(folder_ / file, data_ / file, fs::copy_options::overwrite_existing);
  }
  fs::remove(data_ / "findings.db-shm");
  process_.emplace(data_);
  EXPECT_GT(Rows(), 0);
  EXPECT_THAT(FilesWith(data_, kSecret), testing::SizeIs(1));
  EXPECT_TRUE(DestroyAgain(process_->places()));
  EXPECT_EQ(process_->contents.PurgesFollowedTo(), kAfter);
  ExpectDestroyed();
}

TEST_F(DestroyTest, TheLogsAreEmptiedOnceNobodyReadsInThem) {
  SQLite::Database reader((data_ / "intake.db").string(), SQLite::OPEN_READONLY, 1000);
  reader.exec("BEGIN");
  reader.execAndGet("SELECT count(*) FROM content").getInt();
  Destroy(process_->places(), purge_, kAfter);
  EXPECT_FALSE(EmptyLogs(process_->places()));
  reader.exec("COMMIT");
  ExpectDestroyed();
}

}  // namespace
}  // namespace gongkai::intake
