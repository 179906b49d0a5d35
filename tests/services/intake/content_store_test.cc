#include "services/intake/content_store.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <gtest/gtest.h>

#include <string>
#include <thread>
#include <vector>

#include "services/storage/error.h"
#include "tests/services/storage/scratch.h"
#include "workflow/merkle/hash.h"

namespace gongkai::intake {
namespace {

SealedContent Numbered(int number) {
  std::string bytes = "第" + std::to_string(number) + "稿";
  return {.sha256 = merkle::ToHex(merkle::Sha256(bytes)), .bytes = bytes};
}

class ContentStoreTest : public ::testing::Test {
 protected:
  // Another program, with rights over the file.
  SQLite::Database Meddler() {
    return SQLite::Database((folder_ / "intake.db").string(), SQLite::OPEN_READWRITE, 1000);
  }

  storage::Scratch folder_;
};

TEST_F(ContentStoreTest, GivesBackTheBytesPut) {
  ContentStore store(folder_ / "");
  const SealedContent content = Numbered(1);
  store.Put(content);
  EXPECT_EQ(*store.Get(content.sha256), content.bytes);
}

TEST_F(ContentStoreTest, KeepsThemWhenReopened) {
  const SealedContent content = Numbered(1);
  ContentStore(folder_ / "").Put(content);
  EXPECT_EQ(*ContentStore(folder_ / "").Get(content.sha256), content.bytes);
}

TEST_F(ContentStoreTest, StoresTheSameContentOnce) {
  ContentStore store(folder_ / "");
  const SealedContent content = Numbered(1);
  store.Put(content);
  store.Put(content);
  EXPECT_EQ(Meddler().execAndGet("SELECT count(*) FROM content").getInt(), 1);
}

TEST_F(ContentStoreTest, SaysThatWhatIsGoneIsCorrupt) {
  ContentStore store(folder_ / "");
  for (const std::string& sha256 : {Numbered(1).sha256, std::string("no digest"), std::string()}) {
    const Result<std::string> bytes = store.Get(sha256);
    ASSERT_FALSE(bytes);
    EXPECT_EQ(bytes.error().reason, Reason::kContentCorrupt);
  }
}

TEST_F(ContentStoreTest, NoticesBytesThatWereChanged) {
  ContentStore store(folder_ / "");
  const SealedContent content = Numbered(1);
  store.Put(content);
  SQLite::Database meddler = Meddler();
  meddler.exec("DROP TRIGGER content_is_never_changed");
  meddler.exec("UPDATE content SET bytes = x'00'");
  const Result<std::string> bytes = store.Get(content.sha256);
  ASSERT_FALSE(bytes);
  EXPECT_EQ(bytes.error().reason, Reason::kContentCorrupt);
}

TEST_F(ContentStoreTest, TheDatabaseItselfRefusesChanges) {
  ContentStore store(folder_ / "");
  const SealedContent before = Numbered(1);
  store.Put(Numbered(2), {.report = "reports/annual-2021", .sha256 = before.sha256});
  SQLite::Database meddler = Meddler();
  for (const char* sql : {"UPDATE content SET bytes = x'00'", "DELETE FROM content",
                          "UPDATE revision SET report = 'reports/other'", "DELETE FROM revision"}) {
    EXPECT_THROW(meddler.exec(sql), SQLite::Exception) << sql;
  }
}

TEST_F(ContentStoreTest, KnowsWhichContentsAReportHad) {
  ContentStore store(folder_ / "");
  const std::string first = Numbered(1).sha256;
  const std::string second = Numbered(2).sha256;
  store.Put(Numbered(1));
  store.Put(Numbered(2), {.report = "reports/annual-2021", .sha256 = first});
  EXPECT_TRUE(store.Has({.report = "reports/annual-2021", .sha256 = first}));
  EXPECT_FALSE(store.Has({.report = "reports/annual-2021", .sha256 = second}));
  EXPECT_FALSE(store.Has({.report = "reports/annual-2020", .sha256 = first}));
  EXPECT_FALSE(store.Has({.report = "reports/annual-2021", .sha256 = "no digest"}));
}

TEST_F(ContentStoreTest, StoresAllThatManyThreadsPutAtOnce) {
  constexpr int kThreads = 8;
  constexpr int kEach = 200;
  ContentStore store(folder_ / "");
  {
    std::vector<std::jthread> threads;
    for (int thread = 0; thread < kThreads; ++thread) {
      threads.emplace_back([&store, thread] {
        for (int i = 0; i < kEach; ++i) {
          const SealedContent content = Numbered(thread * kEach + i);
          store.Put(content);
          // A put that has returned is there for everybody.
          EXPECT_EQ(*store.Get(content.sha256), content.bytes);
        }
      });
    }
  }
  EXPECT_EQ(Meddler().execAndGet("SELECT count(*) FROM content").getInt(), kThreads * kEach);
}

TEST_F(ContentStoreTest, TellsEverybodyOfAGroupThatItFailedAndGoesOn) {
  ContentStore store(folder_ / "");
  {
    SQLite::Database meddler = Meddler();
    meddler.exec(
        "CREATE TRIGGER full BEFORE INSERT ON content BEGIN SELECT RAISE(ABORT, 'full'); END");
    std::vector<std::jthread> threads;
    for (int i = 0; i < 4; ++i) {
      threads.emplace_back([&store, i] { EXPECT_THROW(store.Put(Numbered(i)), storage::Error); });
    }
    threads.clear();
    meddler.exec("DROP TRIGGER full");
  }
  store.Put(Numbered(1));
  EXPECT_TRUE(store.Get(Numbered(1).sha256));
}

TEST_F(ContentStoreTest, IsOpenInOneProcessOnly) {
  const ContentStore store(folder_ / "");
  EXPECT_THROW(ContentStore(folder_ / ""), storage::OpenError);
}

}  // namespace
}  // namespace gongkai::intake
