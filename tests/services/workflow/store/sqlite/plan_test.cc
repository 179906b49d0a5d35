// How lists find what matches: by indexes that we chose, at a cost that does not grow with the log.
#include <gmock/gmock.h>
#include <sqlite3.h>

#include <algorithm>
#include <string>
#include <vector>

#include "services/lib/listing/filter.h"
#include "services/lib/listing/filter_sql.h"
#include "services/lib/sql/error.h"
#include "services/workflow/store/sqlite/entry_plan.h"
#include "services/workflow/store/sqlite/filters.h"
#include "services/workflow/store/sqlite/page_walk.h"
#include "services/workflow/store/sqlite/record_plan.h"
#include "tests/conformance/filter_fixture.h"
#include "tests/services/workflow/store/sqlite/sqlite_fixture.h"

namespace gongkai::workflow {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr int kPage = 5;

class PlanTest : public OnSqlite<conformance::FilterFixture> {
 protected:
  // How many pages of the database are read for one page of a list.
  int Cost(const std::string& text, bool down) {
    const auto filter = listing::ParseFilter(text, EntryFields());
    EXPECT_TRUE(filter) << text;
    sql::Connection reader = Connect(sql::Connection::Mode::kReadOnly);
    const listing::Where where = listing::Compile(*filter, 2);
    sql::Statement select =
        reader.PrepareOnce("SELECT 1 FROM entry WHERE idx = $1 AND " + where.condition);
    const int before = PagesRead(reader);
    EntryPlan plan = PlanEntries(*filter, Size(), reader);
    const auto next = [&](Key after, std::size_t limit) {
      if (down) {
        plan.last = std::min(plan.last, after.first - 1);
      } else {
        plan.first = std::max(plan.first, after.first + 1);
      }
      return NextPositions(plan, down, limit, reader);
    };
    const auto find = [&](Key key) -> std::optional<Key> {
      select.Query(key.first);
      where.BindTo(select);
      const bool found = select.Step();
      select.Reset();
      return found ? std::optional(key) : std::nullopt;
    };
    WalkPage(kPage, Key{down ? Size() : -1, 0}, next, find, [](Key) { return true; });
    return PagesRead(reader) - before;
  }

  static int PagesRead(sql::Connection& reader) {
    int pages = 0;
    for (const int what : {SQLITE_DBSTATUS_CACHE_HIT, SQLITE_DBSTATUS_CACHE_MISS}) {
      int now = 0;
      int highest = 0;
      sqlite3_db_status(reader.handle(), what, &now, &highest, 0);
      pages += now;
    }
    return pages;
  }
};

TEST_F(PlanTest, EveryStatementSearchesTheIndexThatItNames) {
  std::vector<std::string> statements = EntryStatements();
  std::ranges::copy(RecordStatements(), std::back_inserter(statements));
  EXPECT_EQ(statements.size(), 19U);
  sql::Connection reader = Connect(sql::Connection::Mode::kReadOnly);
  for (const std::string& statement : statements) {
    std::string plan;
    sql::Statement explain = reader.PrepareOnce("EXPLAIN QUERY PLAN " + statement);
    for (explain.Query(); explain.Step();) plan.append(explain.Text(3)).append("; ");
    EXPECT_THAT(plan, testing::StartsWith("SEARCH")) << statement;
    EXPECT_THAT(plan, Not(HasSubstr("SCAN"))) << statement;
    EXPECT_THAT(plan, Not(HasSubstr("TEMP B-TREE"))) << statement;
    if (const auto at = statement.find("INDEXED BY "); at != std::string::npos) {
      const std::string index = statement.substr(at + 11, statement.find(' ', at + 11) - at - 11);
      EXPECT_THAT(plan, HasSubstr(index)) << statement;
    } else {
      EXPECT_THAT(plan, HasSubstr("INTEGER PRIMARY KEY")) << statement;
    }
  }
}

TEST_F(PlanTest, WhatAPageCostsDoesNotGrowWithTheLog) {
  using conformance::EntryFilter;
  Fill(40);
  std::vector<std::pair<int, int>> small;
  for (const EntryFilter& filter : Filters()) {
    small.emplace_back(Cost(filter.text, false), Cost(filter.text, true));
  }
  Fill(360);
  const std::vector<EntryFilter> filters = Filters();
  for (std::size_t i = 0; i < filters.size(); ++i) {
    const std::string& text = filters[i].text;
    EXPECT_LE(Cost(text, false), 2 * small[i].first + 8) << text;
    EXPECT_LE(Cost(text, true), 2 * small[i].second + 8) << text << " descending";
  }
}

TEST_F(PlanTest, AFilterThatHardlyAnythingMatchesEndsItsPage) {
  const std::int64_t rows = 2 * static_cast<std::int64_t>(kMostLookedAt);
  int looked_at = 0;
  const auto next = [&](Key after, std::size_t limit) {
    std::vector<Key> keys;
    while (keys.size() < limit && ++after.first < rows) keys.push_back(after);
    return keys;
  };
  std::vector<std::int64_t> taken;
  const auto find = [&](Key key) -> std::optional<std::int64_t> {
    ++looked_at;
    return key.first == rows - 1 ? std::optional(key.first) : std::nullopt;
  };
  const auto take = [&](std::int64_t row) {
    taken.push_back(row);
    return true;
  };
  std::optional<Key> after = WalkPage(kPage, Key{-1, 0}, next, find, take);
  ASSERT_TRUE(after);
  EXPECT_EQ(looked_at, static_cast<int>(kMostLookedAt));
  EXPECT_TRUE(taken.empty());
  while (after) after = WalkPage(kPage, *after, next, find, take);
  EXPECT_EQ(looked_at, rows);
  EXPECT_THAT(taken, testing::ElementsAre(rows - 1));
}

TEST_F(PlanTest, TheDatabaseItselfRefusesATimeThatGoesBack) {
  Fill(1);
  EXPECT_THROW(
      Connect().Execute(
          "INSERT INTO entry SELECT idx + 1, bytes, hash, subject, 0, actor, action, to_state, "
          "time_us - 1, NULL FROM entry ORDER BY idx DESC LIMIT 1"),
      sql::ConstraintError);
}

}  // namespace
}  // namespace gongkai::workflow
