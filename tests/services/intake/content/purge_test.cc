// What is purged goes, is never stored again, and takes nothing else with it.
#include "services/intake/content/purge.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <latch>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "services/intake/content/content_schema.h"
#include "services/intake/content/content_store.h"
#include "services/lib/sql/database.h"
#include "tests/services/intake/found_bytes.h"
#include "tests/services/lib/sql/scratch.h"

namespace gongkai::intake {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

constexpr char kReport[] = "reports/annual-2021";
constexpr base::Time kLater = base::Time::max();
constexpr std::int64_t kPosition = 7;

class PurgeTest : public ::testing::Test {
 protected:
  // A content of these bytes, with a body and an attachment.
  Deposit Whole(const std::string& bytes) {
    Deposit deposit{.content = {.digest = base::Sha256(bytes), .bytes = bytes},
                    .report = kReport,
                    .department = "办公室"};
    deposit.body_digest = base::Sha256(body_);
    deposit.body = body_;
    deposit.attachments = {base::Sha256(file_)};
    deposit.attachment = {.digest = base::Sha256(file_),
                          .size_bytes = static_cast<std::int64_t>(file_.size())};
    return deposit;
  }

  SQLite::Database Meddler() {
    return SQLite::Database((folder_ / "intake.db").string(), SQLite::OPEN_READWRITE, 1000);
  }
  int Count(const std::string& table) {
    return Meddler().execAndGet("SELECT count(*) FROM " + table).getInt();
  }
  int Used() { return Meddler().execAndGet("SELECT sum(bytes) FROM usage").getInt(); }

  void Put(const Deposit& deposit) { ASSERT_TRUE(store_->Put(deposit, 0)); }
  void Keep(const Deposit& deposit) { store_->Keep({deposit.content.digest}, {.next = 1}); }
  Removed Destroy(const std::vector<base::Digest>& digests) {
    store_->NotePurged({.digests = digests, .position = kPosition});
    return store_->RemovePurged(digests, {.next = kPosition + 1, .last = "entries/7"});
  }

  static void ExpectPurged(const Status& status, const base::Digest& digest) {
    ASSERT_FALSE(status);
    EXPECT_EQ(status.error().reason, Reason::kContentPurged);
    EXPECT_EQ(status.error().metadata.at("sha256"), digest.ToHex());
    EXPECT_EQ(status.error().metadata.at("position"), std::to_string(kPosition));
  }
  template <class T>
  static void ExpectPurged(const Result<T>& result, const base::Digest& digest) {
    ASSERT_FALSE(result);
    ExpectPurged(Status(result.error()), digest);
  }

  sql::Scratch folder_;
  std::optional<ContentStore> store_ = std::optional<ContentStore>(std::in_place, folder_ / "");
  const std::string body_ = "正文中的国家秘密";
  const std::string file_ = "附件中的国家秘密";
};

TEST_F(PurgeTest, RemovesContentBodyAndAttachmentThatTheLedgerNames) {
  const Deposit deposit = Whole("题目中的国家秘密");
  Put(deposit);
  Keep(deposit);
  const Removed removed =
      Destroy({deposit.content.digest, *deposit.body_digest, deposit.attachment->digest});
  EXPECT_EQ(removed.contents, 1);
  EXPECT_EQ(removed.bodies, 1);
  EXPECT_EQ(removed.attachments, 1);
  EXPECT_EQ(removed.bytes,
            static_cast<std::int64_t>(deposit.content.bytes.size() + body_.size() + file_.size()));
  for (const char* table : {"content", "body", "attachment"}) EXPECT_EQ(Count(table), 0) << table;
  EXPECT_EQ(Used(), 0);
  ExpectPurged(store_->Get(deposit.content.digest), deposit.content.digest);
  ExpectPurged(store_->GetBody(*deposit.body_digest), *deposit.body_digest);
  ExpectPurged(store_->CheckNotPurged(deposit.attachment->digest), deposit.attachment->digest);
}

TEST_F(PurgeTest, RemovesWhatIsLooseWithAllNotes) {
  const Deposit deposit = Whole("草稿");
  Put(deposit);
  Destroy({deposit.content.digest, *deposit.body_digest, deposit.attachment->digest});
  for (const char* table :
       {"content", "body", "attachment", "loose", "loose_part", "loose_report"}) {
    EXPECT_EQ(Count(table), 0) << table;
  }
  EXPECT_EQ(Used(), 0);
}

TEST_F(PurgeTest, TakesNothingElseWithIt) {
  Deposit loose = Whole("草稿");
  Put(loose);
  Destroy({loose.content.digest});
  store_->RemoveParts(kLater, 100, [](const base::Digest&) { ADD_FAILURE(); });
  EXPECT_EQ(Count("body"), 1) << "the entry that names the content names the body, too";
  EXPECT_EQ(Count("attachment"), 1);

  Deposit kept = Whole("另一稿");
  Put(kept);
  Keep(kept);
  Destroy({*kept.body_digest});
  EXPECT_TRUE(store_->Get(kept.content.digest));
  EXPECT_TRUE(store_->CheckNotPurged(kept.attachment->digest));
  EXPECT_EQ(Count("attachment"), 1);
  EXPECT_EQ(Used(), static_cast<int>(kept.content.bytes.size() + file_.size()));
}

TEST_F(PurgeTest, ALooseContentOfWhichAPartIsPurgedIsCollectedAsBefore) {
  const Deposit deposit = Whole("草稿");
  Put(deposit);
  Destroy({*deposit.body_digest});
  store_->RemoveContents({deposit.content.digest}, kLater);
  store_->RemoveParts(kLater, 100, [](const base::Digest&) {});
  for (const char* table :
       {"content", "body", "attachment", "loose", "loose_part", "loose_report"}) {
    EXPECT_EQ(Count(table), 0) << table;
  }
  EXPECT_EQ(Used(), 0);
}

TEST_F(PurgeTest, OfTheSameBytesAsBodyAndAttachmentRemovesBoth) {
  Deposit deposit = Whole("稿");
  deposit.attachments = {*deposit.body_digest};
  deposit.attachment = {.digest = *deposit.body_digest,
                        .size_bytes = static_cast<std::int64_t>(body_.size())};
  Put(deposit);
  const Removed removed = Destroy({*deposit.body_digest});
  EXPECT_EQ(removed.bodies, 1);
  EXPECT_EQ(removed.attachments, 1);
  EXPECT_EQ(Used(), static_cast<int>(deposit.content.bytes.size()));
}

TEST_F(PurgeTest, RefusesWhatIsPurgedAndStoresNothingOfIt) {
  const Deposit deposit = Whole("稿");
  for (const base::Digest& digest :
       {deposit.content.digest, *deposit.body_digest, deposit.attachment->digest}) {
    store_->NotePurged({.digests = {digest}, .position = kPosition});
    ExpectPurged(store_->Fits(deposit, 0), digest);
    ExpectPurged(store_->Put(deposit, 0), digest);
    store_.reset();
    for (const char* file : {"intake.db", "intake.db-wal", "intake.db-shm"}) {
      std::filesystem::remove(folder_ / file);
    }
    store_.emplace(folder_ / "");
  }
  store_->NotePurged({.digests = {deposit.content.digest}, .position = kPosition});
  EXPECT_FALSE(store_->Put(deposit, 0));
  for (const char* table : {"content", "body", "attachment", "loose", "usage"}) {
    EXPECT_EQ(Count(table), 0) << table;
  }
}

TEST_F(PurgeTest, OfWhatIsNotStoredKeepsItFromBeingStored) {
  const Removed removed = Destroy({base::Sha256(body_)});
  EXPECT_EQ(removed.count(), 0);
  store_.reset();
  store_.emplace(folder_ / "");
  ExpectPurged(store_->Put(Whole("稿"), 0), base::Sha256(body_));
}

// Otherwise nobody could drop two purged attachments from a draft, one after the other.
TEST_F(PurgeTest, LetsAContentNameWhatItDoesNotBring) {
  Destroy({base::Sha256(body_), base::Sha256(file_)});
  Deposit deposit = Whole("稿");
  deposit.body = {};
  deposit.attachment.reset();
  EXPECT_TRUE(store_->Fits(deposit, 0));
  Put(deposit);
  EXPECT_TRUE(store_->Get(deposit.content.digest));
  EXPECT_EQ(Count("loose_part"), 0);
}

TEST_F(PurgeTest, IsDoneOnceHoweverOftenItIsAskedFor) {
  const Deposit deposit = Whole("稿");
  const Deposit other = Whole("另一稿");
  Put(deposit);
  Put(other);
  Destroy({deposit.content.digest});
  EXPECT_EQ(Destroy({deposit.content.digest}).count(), 0);
  EXPECT_EQ(Used(), static_cast<int>(other.content.bytes.size() + body_.size() + file_.size()));
  store_->NotePurged({.digests = {deposit.content.digest}, .position = 9});
  ExpectPurged(store_->Get(deposit.content.digest), deposit.content.digest);
  Destroy({other.content.digest});
  EXPECT_THAT(store_->AllPurged(),
              UnorderedElementsAre(deposit.content.digest, other.content.digest));
}

TEST_F(PurgeTest, RemembersHowFarTheLedgerWasFollowedForPurgesAlone) {
  EXPECT_EQ(store_->PurgesFollowedTo(), Followed());
  store_->Keep({}, {.next = 3, .last = "entries/2"});
  EXPECT_EQ(store_->PurgesFollowedTo(), Followed());
  Destroy({});
  EXPECT_EQ(store_->PurgesFollowedTo(), (Followed{.next = 8, .last = "entries/7"}));
  store_->StorePurgesFollowed({.next = 9, .last = "entries/8"});
  EXPECT_EQ(store_->PurgesFollowedTo(), (Followed{.next = 9, .last = "entries/8"}));
  EXPECT_EQ(store_->FollowedTo(), (Followed{.next = 3, .last = "entries/2"}));
}

TEST_F(PurgeTest, TheDatabaseItselfKeepsWhatIsNotPurgedAndRefusesWhatIs) {
  const Deposit deposit = Whole("稿");
  Put(deposit);
  Keep(deposit);
  Destroy({base::Sha256("别的")});
  SQLite::Database meddler = Meddler();
  const std::string purged = "x'" + base::Sha256("别的").ToHex() + "'";
  for (const std::string& sql :
       {std::string("DELETE FROM content"), std::string("DELETE FROM body"),
        std::string("DELETE FROM attachment"), std::string("DELETE FROM purged"),
        std::string("UPDATE purged SET position = 1"),
        "INSERT OR REPLACE INTO content VALUES (" + purged + ", '办公室', x'00')",
        "INSERT INTO body VALUES (" + purged + ", '办公室', x'00')",
        "INSERT INTO attachment VALUES (" + purged + ", '办公室', 1)"}) {
    EXPECT_THROW(meddler.exec(sql), SQLite::Exception) << sql;
  }
  EXPECT_TRUE(store_->Get(deposit.content.digest));
}

TEST_F(PurgeTest, LeavesTheBytesInNoFile) {
  // Larger and smaller than a page of the file.
  std::string large;
  while (large.size() < 300'000) large += "大段国家秘密";
  const std::vector<std::string> secrets{"小段国家秘密其一", "小段国家秘密其二", large};
  std::vector<base::Digest> digests;
  for (int i = 0; i < 100; ++i) {
    const std::string bytes = "普通内容" + std::to_string(i);
    Put({.content = {.digest = base::Sha256(bytes), .bytes = bytes},
         .report = kReport,
         .department = "办公室"});
    if (i % 40 != 20) continue;
    const std::string& secret = secrets[static_cast<std::size_t>(i / 40)];
    Deposit deposit{.content = {.digest = base::Sha256(secret), .bytes = secret},
                    .report = kReport,
                    .department = "办公室"};
    Put(deposit);
    digests.push_back(deposit.content.digest);
  }
  EXPECT_THAT(FilesWith(folder_ / "", "段国家秘密"), ElementsAre("intake.db-wal"));
  ASSERT_TRUE(store_->EmptyLog());
  EXPECT_THAT(FilesWith(folder_ / "", "段国家秘密"), ElementsAre("intake.db"));
  Destroy(digests);
  ASSERT_TRUE(store_->EmptyLog());
  EXPECT_THAT(FilesWith(folder_ / "", "段国家秘密"), IsEmpty());
  EXPECT_EQ(Count("content"), 100);
}

TEST_F(PurgeTest, LeavesNothingWhoeverPutsAndCollectsItMeanwhile) {
  const Deposit deposit = Whole("稿");
  const std::vector<base::Digest> digests{deposit.content.digest, *deposit.body_digest,
                                          deposit.attachment->digest};
  {
    std::jthread collector([&](const std::stop_token& stop) {
      while (!stop.stop_requested()) {
        store_->RemoveContents(digests, kLater);
        store_->RemoveParts(kLater, 100, [](const base::Digest&) {});
      }
    });
    std::vector<std::jthread> threads;
    std::latch put(4);
    for (int thread = 0; thread < 4; ++thread) {
      threads.emplace_back([&] {
        const bool first = store_->Put(deposit, 0).has_value();
        put.count_down();
        EXPECT_TRUE(first);
        while (store_->Put(deposit, 0)) {
        }
      });
    }
    put.wait();
    Destroy(digests);
  }
  for (const char* table : {"content", "body", "attachment", "loose", "loose_part"}) {
    EXPECT_EQ(Count(table), 0) << table;
  }
  EXPECT_EQ(Used(), 0);
}

// A file that the program before this one made.
TEST_F(PurgeTest, WorksOnAFileOfTheFirstVersion) {
  const std::string bytes = "旧稿";
  const base::Digest digest = base::Sha256(bytes);
  store_.reset();
  for (const char* file : {"intake.db", "intake.db-wal", "intake.db-shm"}) {
    std::filesystem::remove(folder_ / file);
  }
  {
    sql::Database old({.file = folder_ / "intake.db", .migrations = Migrations().first(1)});
    old.writer().Execute("INSERT INTO content VALUES (x'" + digest.ToHex() +
                         "', '办公室', CAST('旧稿' AS BLOB))");
    old.writer().Execute("INSERT INTO body VALUES (x'" + base::Sha256(body_).ToHex() +
                         "', '办公室', CAST('" + body_ + "' AS BLOB))");
    old.writer().Execute("INSERT INTO loose VALUES (3, x'" + base::Sha256(file_).ToHex() + "', 0)");
    old.writer().Execute("INSERT INTO attachment VALUES (x'" + base::Sha256(file_).ToHex() +
                         "', '办公室', 4)");
    old.writer().Execute("INSERT INTO usage VALUES ('办公室', 34)");
    old.writer().Execute("UPDATE followed SET next = 5, last = 'entries/4'");
  }
  store_.emplace(folder_ / "");
  EXPECT_EQ(*store_->Get(digest), bytes);
  EXPECT_EQ(store_->FollowedTo(), (Followed{.next = 5, .last = "entries/4"}));
  EXPECT_EQ(store_->PurgesFollowedTo(), Followed()) << "purges are followed from the beginning";
  EXPECT_ANY_THROW(Meddler().exec("DELETE FROM body"));
  EXPECT_EQ(Destroy({digest, base::Sha256(body_), base::Sha256(file_)}).count(), 3);
  EXPECT_EQ(Used(), 0);
}

}  // namespace
}  // namespace gongkai::intake
