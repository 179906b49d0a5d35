#include "services/lib/sql/database.h"

#include <gtest/gtest.h>

#include <array>
#include <atomic>
#include <filesystem>
#include <latch>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "tests/services/lib/sql/scratch.h"

namespace gongkai::sql {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr std::array<Migration, 1> kMigrations{
    {{1, "CREATE TABLE account (name TEXT PRIMARY KEY, amount INTEGER NOT NULL) STRICT"}}};

class DatabaseTest : public testing::Test {
 protected:
  static std::int64_t Total(Connection& connection) {
    Statement& sum = connection.Prepare("SELECT total(amount) FROM account");
    sum.Query();
    sum.Step();
    const std::int64_t total = sum.Int(0);
    sum.Reset();
    return total;
  }

  Scratch scratch_;
  Database database_{{.file = scratch_ / "test.db", .migrations = kMigrations, .readers = 2}};
  Connection& writer_ = database_.writer();
};

TEST_F(DatabaseTest, ReadersSeeWhatIsCommittedAndNothingElse) {
  Transaction transaction(writer_);
  writer_.Execute("INSERT INTO account VALUES ('a', 7)");
  EXPECT_EQ(Total(*database_.Read()), 0);
  transaction.Commit();
  EXPECT_EQ(Total(*database_.Read()), 7);
}

TEST_F(DatabaseTest, LeaseKeepsToOneSnapshot) {
  const ReadLease before = database_.Read();
  EXPECT_EQ(Total(*before), 0);
  writer_.Execute("INSERT INTO account VALUES ('a', 7)");
  EXPECT_EQ(Total(*before), 0);
  EXPECT_EQ(Total(*database_.Read()), 7);
}

TEST_F(DatabaseTest, LeaseEndsWithAStatementBetweenRows) {
  writer_.Execute("INSERT INTO account VALUES ('a', 1), ('b', 2)");
  for (int i = 0; i < 3; ++i) {
    const ReadLease lease = database_.Read();
    Statement& rows = lease->Prepare("SELECT name FROM account");
    rows.Query();
    ASSERT_TRUE(rows.Step());
    EXPECT_EQ(rows.Text(0), "a");
  }
  writer_.Execute("UPDATE account SET amount = 5");
  EXPECT_EQ(Total(*database_.Read()), 10);
}

TEST_F(DatabaseTest, ReadsWhileOthersReadAndOneWrites) {
  writer_.Execute("INSERT INTO account VALUES ('a', 500), ('b', 500)");
  constexpr int kThreads = 6;  // more than there are connections
  constexpr int kEach = 100;
  std::atomic<int> right = 0;
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < kThreads; ++i) {
      threads.emplace_back([&] {
        for (int j = 0; j < kEach; ++j) {
          const ReadLease lease = database_.Read();
          if (Total(*lease) == 1000) ++right;
        }
      });
    }
    for (int i = 0; i < 50; ++i) {
      Transaction transaction(writer_);
      writer_.Prepare("UPDATE account SET amount = amount - $1 WHERE name = 'a'").Run(i);
      writer_.Prepare("UPDATE account SET amount = amount + $1 WHERE name = 'b'").Run(i);
      transaction.Commit();
    }
  }
  EXPECT_EQ(right, kThreads * kEach);
}

TEST_F(DatabaseTest, LeaseWaitsForAConnection) {
  std::optional<ReadLease> first(database_.Read());
  const ReadLease second = database_.Read();
  std::latch started(1);
  std::jthread waiting([&] {
    started.count_down();
    EXPECT_EQ(Total(*database_.Read()), 0);
  });
  started.wait();
  first.reset();
}

// With one connection: whoever asks again and again does not keep it from who waits.
TEST_F(DatabaseTest, LeasesAreGivenInTheOrderOfAsking) {
  ReadPool pool(scratch_ / "test.db", 1);
  std::vector<int> order;  // by whoever has the connection
  {
    std::vector<std::jthread> threads;
    const ReadLease held = pool.Lease(std::nullopt);
    for (int i = 0; i < 8; ++i) {
      threads.emplace_back([&, i] {
        const ReadLease lease = pool.Lease(std::nullopt);
        order.push_back(i);
      });
      while (pool.waiting() <= static_cast<std::size_t>(i)) std::this_thread::yield();
    }
    EXPECT_THROW(pool.Lease(steady_clock::now()), QueryTimeout);
    EXPECT_EQ(pool.waiting(), 8U);
  }
  EXPECT_EQ(order, (std::vector<int>{0, 1, 2, 3, 4, 5, 6, 7}));
}

TEST_F(DatabaseTest, LeaseWaitsNoLongerThanItsDeadline) {
  const ReadLease first = database_.Read();
  const ReadLease second = database_.Read();
  EXPECT_THROW(database_.Read(steady_clock::now() + milliseconds(5)), QueryTimeout);
}

TEST_F(DatabaseTest, DeadlineStopsARunawayQuery) {
  const std::string_view kForEver =
      "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n";
  {
    const ReadLease lease = database_.Read(steady_clock::now() + milliseconds(5));
    EXPECT_THROW(lease->Prepare(kForEver).Step(), QueryTimeout);
  }
  // The connection is as good as before.
  const ReadLease first = database_.Read();
  const ReadLease second = database_.Read();
  EXPECT_EQ(Total(*first) + Total(*second), 0);
}

TEST_F(DatabaseTest, DeadlineLeavesAQueryInTimeAlone) {
  const ReadLease lease = database_.Read(steady_clock::now() + hours(1));
  Statement count = lease->PrepareOnce(
      "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 100000) "
      "SELECT count(*) FROM n");
  ASSERT_TRUE(count.Step());
  EXPECT_EQ(count.Int(0), 100000);
}

TEST_F(DatabaseTest, PageTokenKeyIsItsOwnAndStays) {
  std::set<std::string> keys;
  for (const char* name : {"a.db", "b.db", "a.db"}) {
    const Database database({.file = scratch_ / name});
    EXPECT_EQ(database.page_token_key().size(), 32U);
    keys.insert(database.page_token_key());
  }
  EXPECT_EQ(keys.size(), 2U);
}

TEST_F(DatabaseTest, EmptiesItsLogOnceNoReaderNeedsIt) {
  const std::filesystem::path log = scratch_ / "test.db-wal";
  writer_.Execute("INSERT INTO account VALUES ('a', 7)");
  EXPECT_GT(std::filesystem::file_size(log), 0U);
  {
    const ReadLease reader = database_.Read();
    EXPECT_EQ(Total(*reader), 7);
    writer_.Execute("UPDATE account SET amount = 8");
    EXPECT_FALSE(database_.EmptyLog());
    EXPECT_EQ(Total(*reader), 7);
  }
  EXPECT_TRUE(database_.EmptyLog());
  EXPECT_EQ(std::filesystem::file_size(log), 0U);
  EXPECT_EQ(Total(*database_.Read()), 8);
}

// Whatever SQLite was built to do.
TEST_F(DatabaseTest, OverwritesWhatIsDeletedIfItIsToldTo) {
  Database database({.file = scratch_ / "overwriting.db",
                     .migrations = kMigrations,
                     .overwrites_what_is_deleted = true});
  Statement setting = database.writer().PrepareOnce("PRAGMA secure_delete");
  ASSERT_TRUE(setting.Step());
  EXPECT_EQ(setting.Int(0), 1);
}

}  // namespace
}  // namespace gongkai::sql
