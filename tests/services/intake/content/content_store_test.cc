#include "services/intake/content/content_store.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <functional>
#include <limits>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "services/lib/sql/error.h"
#include "tests/services/lib/sql/scratch.h"
#include "workflow/base/digest.h"
#include "workflow/base/time.h"

namespace gongkai::intake {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr char kReport[] = "reports/annual-2021";
constexpr std::int64_t kNoQuota = 0;
constexpr base::Time kLater = base::Time::max();

Deposit Numbered(int number) {
  std::string bytes = "第" + std::to_string(number) + "稿";
  return {.content = {.digest = base::Sha256(bytes), .bytes = bytes},
          .report = kReport,
          .department = "办公室"};
}

// `body` must outlive it.
Deposit WithBody(int number, const std::string& body) {
  Deposit deposit = Numbered(number);
  deposit.body_digest = base::Sha256(body);
  deposit.body = body;
  return deposit;
}

Deposit WithAttachment(int number, const std::string& bytes) {
  Deposit deposit = Numbered(number);
  deposit.attachments = {base::Sha256(bytes)};
  deposit.attachment = {.digest = base::Sha256(bytes),
                        .size_bytes = static_cast<std::int64_t>(bytes.size())};
  return deposit;
}

class ContentStoreTest : public ::testing::Test {
 protected:
  // Another program, with rights over the file.
  SQLite::Database Meddler() {
    return SQLite::Database((folder_ / "intake.db").string(), SQLite::OPEN_READWRITE, 1000);
  }

  int Count(const std::string& table) {
    return Meddler().execAndGet("SELECT count(*) FROM " + table).getInt();
  }

  void Put(const Deposit& deposit) { ASSERT_TRUE(store_->Put(deposit, kNoQuota)); }

  std::vector<base::Digest> Loose() {
    std::vector<base::Digest> found;
    for (const LooseContent& loose : store_->FindLoose(kLater, 1000)) found.push_back(loose.digest);
    return found;
  }

  // What the collector does with what it found to be named by nothing.
  void Collect(base::Time before = kLater) {
    store_->RemoveContents(Loose(), before);
    store_->RemoveParts(before, 1000,
                        [this](const base::Digest& digest) { files_removed_.push_back(digest); });
  }

  sql::Scratch folder_;
  std::optional<ContentStore> store_ = std::optional<ContentStore>(std::in_place, folder_ / "");
  std::vector<base::Digest> files_removed_;
};

TEST_F(ContentStoreTest, GivesBackTheBytesPut) {
  const std::string body = "正文";
  const Deposit deposit = WithBody(1, body);
  Put(deposit);
  EXPECT_EQ(*store_->Get(deposit.content.digest), deposit.content.bytes);
  EXPECT_EQ(*store_->GetBody(*deposit.body_digest), body);
}

TEST_F(ContentStoreTest, KeepsThemWhenReopened) {
  Put(Numbered(1));
  store_.reset();
  store_.emplace(folder_ / "");
  EXPECT_EQ(*store_->Get(Numbered(1).content.digest), Numbered(1).content.bytes);
}

TEST_F(ContentStoreTest, StoresTheSameContentAndBodyOnce) {
  const std::string body = "正文";
  Put(WithBody(1, body));
  Put(WithBody(1, body));
  Put(WithBody(2, body));
  EXPECT_EQ(Count("content"), 2);
  EXPECT_EQ(Count("body"), 1);
}

TEST_F(ContentStoreTest, SaysThatWhatIsGoneIsCorrupt) {
  for (const base::Digest& digest : {Numbered(1).content.digest, base::Digest()}) {
    for (const Result<std::string>& bytes : {store_->Get(digest), store_->GetBody(digest)}) {
      ASSERT_FALSE(bytes);
      EXPECT_EQ(bytes.error().reason, Reason::kContentCorrupt);
    }
  }
}

TEST_F(ContentStoreTest, NoticesBytesThatWereChanged) {
  const std::string body = "正文";
  const Deposit deposit = WithBody(1, body);
  Put(deposit);
  SQLite::Database meddler = Meddler();
  for (const char* table : {"content", "body"}) {
    meddler.exec("DROP TRIGGER " + std::string(table) + "_is_never_changed");
    meddler.exec("UPDATE " + std::string(table) + " SET bytes = x'00'");
  }
  EXPECT_EQ(store_->Get(deposit.content.digest).error().reason, Reason::kContentCorrupt);
  EXPECT_EQ(store_->GetBody(*deposit.body_digest).error().reason, Reason::kContentCorrupt);
}

TEST_F(ContentStoreTest, TheDatabaseItselfRefusesChangesOfWhatTheLedgerNames) {
  const std::string body = "正文";
  Deposit deposit = WithBody(1, body);
  deposit.attachments = {base::Sha256("a")};
  deposit.attachment = {.digest = base::Sha256("a"), .size_bytes = 1};
  deposit.replaced = Numbered(0).content.digest;
  Put(deposit);
  store_->Keep({deposit.content.digest}, {.next = 1});
  SQLite::Database meddler = Meddler();
  for (const char* sql :
       {"UPDATE content SET bytes = x'00'", "DELETE FROM content", "UPDATE body SET bytes = x'00'",
        "DELETE FROM body", "DELETE FROM attachment", "UPDATE attachment SET size_bytes = 2",
        "UPDATE revision SET report = 'reports/other'", "DELETE FROM revision",
        "INSERT INTO loose SELECT 1, sha256, 0 FROM content",
        "INSERT INTO loose SELECT 2, sha256, 0 FROM body",
        "INSERT INTO loose SELECT 3, sha256, 0 FROM attachment"}) {
    EXPECT_THROW(meddler.exec(sql), SQLite::Exception) << sql;
  }
}

TEST_F(ContentStoreTest, KnowsWhichContentsAReportHad) {
  const base::Digest first = Numbered(1).content.digest;
  const base::Digest second = Numbered(2).content.digest;
  Put(Numbered(1));
  Deposit edit = Numbered(2);
  edit.replaced = first;
  Put(edit);
  EXPECT_TRUE(store_->Has({.report = kReport, .digest = first}));
  EXPECT_FALSE(store_->Has({.report = kReport, .digest = second}));
  EXPECT_FALSE(store_->Has({.report = "reports/annual-2020", .digest = first}));
}

TEST_F(ContentStoreTest, RemovesWhatIsLooseAndOldWithItsParts) {
  const std::string body = "正文";
  Put(WithBody(1, body));
  Put(WithAttachment(2, "附件"));
  Collect({});
  EXPECT_EQ(Count("content"), 2) << "not older than that";
  Collect();
  for (const char* table :
       {"content", "body", "attachment", "loose", "loose_part", "loose_report"}) {
    EXPECT_EQ(Count(table), 0) << table;
  }
  EXPECT_THAT(files_removed_, ElementsAre(base::Sha256("附件")));
  EXPECT_EQ(Meddler().execAndGet("SELECT sum(bytes) FROM usage").getInt(), 0);
}

TEST_F(ContentStoreTest, TellsWhatWasRemoved) {
  const std::string body = "正文";
  Put(WithBody(1, body));
  Put(WithAttachment(2, "附件一"));
  Put(WithAttachment(3, "附件二"));
  const auto size_of = [](int number) {
    return static_cast<std::int64_t>(Numbered(number).content.bytes.size());
  };
  Removed removed = store_->RemoveContents(
      {Numbered(1).content.digest, Numbered(2).content.digest, base::Sha256("never put")}, kLater);
  EXPECT_EQ(removed.contents, 2);
  EXPECT_EQ(removed.bytes, size_of(1) + size_of(2));
  EXPECT_EQ(removed.count(), 2);
  removed = store_->RemoveParts(kLater, 1000, [](const base::Digest&) {});
  EXPECT_EQ(removed.bodies, 1);
  EXPECT_EQ(removed.attachments, 1) << "the third content names the other one";
  EXPECT_EQ(removed.bytes, static_cast<std::int64_t>(body.size() + std::string("附件一").size()));
  EXPECT_EQ(removed.count(), 2);
  removed += store_->RemoveContents({Numbered(3).content.digest}, kLater);
  EXPECT_EQ(removed.count(), 3);
  EXPECT_EQ(Meddler().execAndGet("SELECT sum(bytes) FROM usage").getInt(),
            static_cast<int>(std::string("附件二").size()));
}

TEST_F(ContentStoreTest, FindsAndRemovesNoMoreAtOnceThanIsAskedFor) {
  for (int i = 0; i < 3; ++i) Put(WithAttachment(i, "附件" + std::to_string(i)));
  ASSERT_EQ(store_->FindLoose(kLater, 2).size(), 2U);
  EXPECT_EQ(store_->FindLoose(kLater, 1)[0].digest, Numbered(0).content.digest) << "the oldest";
  EXPECT_THAT(store_->FindLoose(kLater, 1)[0].reports, ElementsAre(kReport));
  store_->RemoveContents(Loose(), kLater);
  const auto remove_file = [this](const base::Digest& digest) { files_removed_.push_back(digest); };
  EXPECT_EQ(store_->RemoveParts(kLater, 2, remove_file).attachments, 2);
  EXPECT_THAT(files_removed_, ElementsAre(base::Sha256("附件0"), base::Sha256("附件1")));
  EXPECT_EQ(store_->RemoveParts(kLater, 2, remove_file).attachments, 1);
}

TEST_F(ContentStoreTest, RemembersHowFarTheLedgerWasFollowed) {
  EXPECT_EQ(store_->FollowedTo(), Followed());
  store_->Keep({}, {.next = 7, .last = "entries/6"});
  EXPECT_EQ(store_->FollowedTo(), (Followed{.next = 7, .last = "entries/6"}));
}

TEST_F(ContentStoreTest, NeverRemovesWhatTheLedgerNames) {
  const std::string body = "正文";
  Put(WithBody(1, body));
  Put(WithAttachment(2, "附件"));
  store_->Keep({Numbered(1).content.digest, Numbered(2).content.digest}, {.next = 7});
  EXPECT_EQ(store_->FollowedTo(), Followed{.next = 7});
  EXPECT_THAT(Loose(), IsEmpty());
  for (const char* notes : {"loose", "loose_part", "loose_report"}) {
    EXPECT_EQ(Count(notes), 0) << notes;
  }
  Put(WithBody(1, body));  // asked for again, and refused this time
  Put(WithAttachment(2, "附件"));
  EXPECT_THAT(Loose(), IsEmpty());
  Collect();
  store_->RemoveContents({Numbered(1).content.digest}, kLater);
  EXPECT_EQ(Count("content"), 2);
  EXPECT_EQ(Count("body"), 1);
  EXPECT_EQ(Count("attachment"), 1);
  EXPECT_THAT(files_removed_, IsEmpty());
}

TEST_F(ContentStoreTest, APartStaysAsLongAsOneContentNamesIt) {
  const std::string body = "正文";
  Put(WithBody(1, body));
  Put(WithBody(2, body));
  store_->RemoveContents({Numbered(1).content.digest}, kLater);
  store_->RemoveParts(kLater, 1000, [](const base::Digest&) {});
  EXPECT_EQ(*store_->GetBody(base::Sha256(body)), body) << "the second draft may still be named";
  store_->Keep({Numbered(2).content.digest}, {.next = 1});
  Put(WithBody(3, body));
  Collect();
  EXPECT_EQ(*store_->GetBody(base::Sha256(body)), body);
  EXPECT_EQ(Count("content"), 1);
}

TEST_F(ContentStoreTest, WhatIsPutAgainIsAsFreshAsTheFirstTime) {
  Put(Numbered(1));
  const base::Time between =
      base::FromMicros(Meddler().execAndGet("SELECT stored_us + 1 FROM loose").getInt64());
  std::this_thread::sleep_for(std::chrono::milliseconds(2));
  Deposit elsewhere = Numbered(1);
  elsewhere.report = "reports/annual-2020";
  Put(elsewhere);
  Collect(between);
  EXPECT_EQ(Count("content"), 1);
  ASSERT_EQ(store_->FindLoose(kLater, 10).size(), 1U);
  EXPECT_THAT(store_->FindLoose(kLater, 10)[0].reports,
              ElementsAre("reports/annual-2020", kReport));
}

TEST_F(ContentStoreTest, WhatIsHeldIsNotRemoved) {
  {
    const Result<ContentStore::Hold> hold = store_->Put(WithAttachment(1, "附件"), kNoQuota);
    Collect();
    EXPECT_EQ(Count("content"), 1);
    EXPECT_EQ(Count("attachment"), 1);
  }
  Collect();
  EXPECT_EQ(Count("content"), 0);
  EXPECT_EQ(Count("attachment"), 0);
}

TEST_F(ContentStoreTest, ADepartmentStoresNoMoreThanItsQuota) {
  const std::string body(100, 'x');
  const Deposit first = WithBody(1, body);
  const auto size = static_cast<std::int64_t>(first.content.bytes.size() + body.size());
  EXPECT_FALSE(store_->Fits(first, size - 1));
  const auto refused = store_->Put(first, size - 1);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().reason, Reason::kQuotaExceeded);
  EXPECT_EQ(refused.error().retry_after, std::chrono::hours(1));
  EXPECT_EQ(Count("content") + Count("body") + Count("loose"), 0);

  ASSERT_TRUE(store_->Put(first, size));
  EXPECT_TRUE(store_->Put(first, size)) << "what is there already costs nothing";
  EXPECT_TRUE(store_->Put(first, 1)) << "also once the policy gives less";
  Deposit same = first;
  same.department = "财政局";
  EXPECT_FALSE(store_->Fits(same, size - 1)) << "what another department has is not told";
  EXPECT_FALSE(store_->Put(Numbered(2), size));
  Deposit elsewhere = Numbered(3);
  elsewhere.department = "财政局";
  EXPECT_TRUE(store_->Put(elsewhere, size));
  Collect();
  EXPECT_TRUE(store_->Put(Numbered(2), size)) << "what was removed gives room";
}

TEST_F(ContentStoreTest, StoresAllThatManyThreadsPutAtOnceWhileItIsCollected) {
  constexpr int kThreads = 8;
  constexpr int kEach = 200;
  {
    std::jthread collector([this](const std::stop_token& stop) {
      while (!stop.stop_requested()) Collect({});
    });
    std::vector<std::jthread> threads;
    for (int thread = 0; thread < kThreads; ++thread) {
      threads.emplace_back([this, thread] {
        for (int i = 0; i < kEach; ++i) {
          const Deposit deposit = Numbered(thread * kEach + i);
          Put(deposit);
          // A put that has returned is there for everybody.
          EXPECT_EQ(*store_->Get(deposit.content.digest), deposit.content.bytes);
        }
      });
    }
  }
  EXPECT_EQ(Count("content"), kThreads * kEach);
}

TEST_F(ContentStoreTest, TellsEverybodyOfAGroupThatItFailedAndGoesOn) {
  {
    SQLite::Database meddler = Meddler();
    meddler.exec(
        "CREATE TRIGGER full BEFORE INSERT ON content BEGIN SELECT RAISE(ABORT, 'full'); END");
    std::vector<std::jthread> threads;
    for (int i = 0; i < 4; ++i) {
      threads.emplace_back(
          [this, i] { EXPECT_THROW((void)store_->Put(Numbered(i), kNoQuota), sql::Error); });
    }
    threads.clear();
    meddler.exec("DROP TRIGGER full");
  }
  Put(Numbered(1));
  EXPECT_TRUE(store_->Get(Numbered(1).content.digest));
}

// Whatever was read before with the same connection.
TEST_F(ContentStoreTest, EveryReadSeesWhatWasPut) {
  const std::string body = "正文";
  Deposit edit = WithBody(0, body);
  edit.replaced = Numbered(7).content.digest;
  Put(edit);
  const std::vector<std::function<void()>> reads = {
      [&] { EXPECT_TRUE(store_->Get(edit.content.digest)); },
      [&] { EXPECT_TRUE(store_->GetBody(*edit.body_digest)); },
      [&] { EXPECT_TRUE(store_->Has({.report = kReport, .digest = *edit.replaced})); },
      [&] { EXPECT_TRUE(store_->Fits(edit, 1'000'000)); },
      [&] { EXPECT_TRUE(store_->Fits(Numbered(1'000), 1'000'000)); },
      [&] { EXPECT_EQ(store_->FollowedTo(), Followed()); },
      [&] { EXPECT_FALSE(store_->FindLoose(kLater, 1).empty()); },
  };
  int number = 1;
  for (const auto& read : reads) {
    read();
    const std::string other = "正文" + std::to_string(number);
    const Deposit next = WithBody(number++, other);
    Put(next);
    EXPECT_TRUE(store_->GetBody(*next.body_digest));
    read();
    Put(Numbered(number));
    EXPECT_TRUE(store_->Get(Numbered(number++).content.digest));
  }
}

TEST_F(ContentStoreTest, IsOpenInOneProcessOnly) {
  EXPECT_THROW(ContentStore(folder_ / ""), sql::OpenError);
}

}  // namespace
}  // namespace gongkai::intake
