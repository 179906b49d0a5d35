// How lists find what matches: the right rows, by indexes that we chose, at a cost that does not
// grow with the log.
#include <gmock/gmock.h>
#include <sqlite3.h>

#include <algorithm>
#include <string>
#include <vector>

#include "services/lib/listing/filter.h"
#include "services/lib/listing/filter_sql.h"
#include "services/lib/sql/rfc3339.h"
#include "services/workflow/store/sqlite/entry_plan.h"
#include "services/workflow/store/sqlite/filters.h"
#include "services/workflow/store/sqlite/page_walk.h"
#include "services/workflow/store/sqlite/record_plan.h"
#include "tests/conformance/ledger_fixture.h"
#include "workflow/ledger/rfc3339.h"

namespace gongkai::workflow {
namespace {

using listing::FilterValue;
using testing::HasSubstr;
using testing::Not;

constexpr int kPage = 5;

class PlanTest : public LedgerFixture {
 protected:
  // Each report leaves a refused attempt and five entries; one in eight is withdrawn instead.
  void Fill(int reports) {
    using machine::Action;
    for (int i = 0; i < reports; ++i) {
      const std::string report = "report-" + std::to_string(filled_++);
      now_us_ += 60'000'000;
      if (i % 8 == 7) {
        Do(report, Action::kCreate, ledger::kDrafter);
        Do(report, Action::kWithdraw, ledger::kDrafter);
        continue;
      }
      Publish(report);
      EXPECT_FALSE(Apply(Ask(report, Action::kPublish, ledger::kPublisher)));
    }
  }

  std::int64_t Size() { return static_cast<std::int64_t>(log_->Size()); }

  // The text of the time of the entry at this position.
  std::string TimeAt(std::int64_t position) {
    return ledger::Rfc3339(log_->FindEntry(static_cast<std::uint64_t>(position))->entry.time_us);
  }

  // What is asked of each field: often true, and rarely or never.
  std::vector<std::vector<std::string>> Terms() {
    const std::string middle = std::to_string(Size() / 2);
    const std::string end = std::to_string(Size() - 2);
    return {
        {R"(subject = "reports/report-3")", R"(subject = "policy")"},
        {R"(report = "reports/report-3")", R"(report = "reports/none")"},
        {"actor = \"" + ledger::kDrafter.id + '"', "actor = nobody"},
        {"action = SUBMIT", "action = RETRACT", "action != DENIED"},
        {"to_state = PUBLISHED", "to_state = WITHDRAWN", "to_state = WITHHELD"},
        {"time >= " + TimeAt(Size() / 2), "time > " + TimeAt(Size() - 2),
         "time < " + TimeAt(Size() / 2)},
        {"position > " + middle, "position > " + end, "position <= " + middle},
    };
  }

  // Every pair and triple of fields, each with each of its terms.
  std::vector<std::string> Filters() {
    const auto fields = Terms();
    std::vector<std::string> filters;
    for (std::size_t i = 0; i < fields.size(); ++i) {
      for (const std::string& first : fields[i]) {
        filters.push_back(first);
        for (std::size_t j = i + 1; j < fields.size(); ++j) {
          for (const std::string& second : fields[j]) {
            filters.push_back(first + " AND " + second);
            for (std::size_t k = j + 1; k < fields.size(); ++k) {
              for (const std::string& third : fields[k]) {
                filters.push_back(filters.back().substr(0, first.size() + 5 + second.size()) +
                                  " AND " + third);
              }
            }
          }
        }
      }
    }
    return filters;
  }

  // How many pages of the database are read for one page of a list.
  int Cost(const std::string& text, bool down) {
    const auto filter = listing::ParseFilter(text, EntryFields());
    EXPECT_TRUE(filter) << text;
    sql::Connection reader(File(), sql::Connection::Mode::kReadOnly);
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

  int filled_ = 0;
};

std::optional<FilterValue> ValueOf(const ledger::Entry& entry, std::string_view field) {
  if (field == "subject" || field == "report") return entry.subject.Name();
  if (field == "actor") return entry.actor;
  if (field == "action") return static_cast<std::int64_t>(entry.action);
  if (field == "to_state") return static_cast<std::int64_t>(entry.to);
  if (field == "time") return entry.time_us;
  return static_cast<std::int64_t>(entry.index);
}

TEST_F(PlanTest, EveryStatementSearchesTheIndexThatItNames) {
  std::vector<std::string> statements = EntryStatements();
  std::ranges::copy(RecordStatements(), std::back_inserter(statements));
  EXPECT_EQ(statements.size(), 16U);
  for (const std::string& statement : statements) {
    std::string plan;
    sql::Statement explain = database_->writer().PrepareOnce("EXPLAIN QUERY PLAN " + statement);
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

TEST_F(PlanTest, EveryPairAndTripleOfFieldsFindsWhatMatchesInBothOrders) {
  Fill(12);
  std::vector<ledger::Sealed> whole = WholeLog();
  int some = 0;
  for (const std::string& text : Filters()) {
    const auto filter = listing::ParseFilter(text, EntryFields());
    ASSERT_TRUE(filter) << text;
    std::vector<std::uint64_t> expected;
    for (const ledger::Sealed& sealed : whole) {
      if (listing::Matches(*filter,
                           [&](std::string_view field) { return ValueOf(sealed.entry, field); })) {
        expected.push_back(sealed.entry.index);
      }
    }
    if (!expected.empty()) ++some;
    for (const bool down : {false, true}) {
      std::vector<std::uint64_t> found;
      EntryQuery query{.filter = text, .descending = down, .page_size = 7};
      do {
        const auto page = log_->ListEntries(query, [&](const ledger::Sealed& sealed) {
          found.push_back(sealed.entry.index);
          return true;
        });
        ASSERT_TRUE(page) << text;
        query.page_token = page->next_page_token;
      } while (!query.page_token.empty());
      if (down) std::ranges::reverse(found);
      ASSERT_EQ(found, expected) << text << (down ? " descending" : "");
    }
  }
  EXPECT_GT(some, 100);
}

std::optional<FilterValue> ValueOf(const ledger::Record& record, std::string_view field) {
  if (field == "state") return static_cast<std::int64_t>(record.state);
  if (field == "department") return record.department;
  if (field == "creator") return record.creator;
  if (field == "claimed_by") return record.claimed_by;
  return record.state_us;
}

TEST_F(PlanTest, EveryPairOfFieldsListsTheReportsThatMatchInBothOrders) {
  using machine::Action;
  const ledger::Actor other = ledger::Person("user/x", machine::Role::kDrafter, "other");
  Fill(10);
  for (int i = 0; i < 6; ++i) {
    now_us_ += 60'000'000;
    const std::string report = "other-" + std::to_string(i);
    Do(report, Action::kCreate, i % 2 == 0 ? other : ledger::kDrafter);
    if (i > 1) Do(report, Action::kSubmit, i % 2 == 0 ? other : ledger::kDrafter);
    if (i > 3) Do(report, Action::kClaim, ledger::kLegal);
  }
  std::vector<ledger::Record> all;
  ASSERT_TRUE(log_->ListRecords({.viewer = ledger::kAuditor, .page_size = 100},
                                [&all](const ledger::Record& record) {
                                  all.push_back(record);
                                  return true;
                                }));
  ASSERT_EQ(all.size(), 16U);
  const std::string middle = ledger::Rfc3339(all[8].state_us);
  const std::vector<std::string> terms = {"state = LEGAL_REVIEW",
                                          "state != PUBLISHED",
                                          "(state = DRAFT OR state = PUBLISHED)",
                                          "department = other",
                                          "department = nowhere",
                                          "creator = \"user/x\"",
                                          "(creator = \"user/x\" OR creator = \"user/drafter\")",
                                          "claimed_by = \"user/legal\"",
                                          "state_time >= " + middle,
                                          "state_time < " + middle};
  std::vector<std::string> filters = {""};
  for (const std::string& first : terms) {
    filters.push_back(first);
    for (const std::string& second : terms) filters.push_back(first + " AND " + second);
    filters.push_back("(" + first + " OR department = other)");
  }
  int some = 0;
  for (const ledger::Actor& viewer :
       {ledger::kAuditor, other, ledger::kLegal, ledger::Person("user/nobody", {}, "")}) {
    for (const std::string& text : filters) {
      const auto filter = listing::ParseFilter(text, RecordFields());
      ASSERT_TRUE(filter) << text;
      const bool by_people = text.find("creator") != text.npos || text.find("claimed") != text.npos;
      for (const bool waiting : {false, true}) {
        std::vector<ledger::Record> expected;
        std::ranges::copy_if(all, std::back_inserter(expected), [&](const ledger::Record& record) {
          const ledger::Sight sight = ledger::SightOf(viewer, record);
          return (sight == ledger::Sight::kWhole ||
                  (sight == ledger::Sight::kPublic && !by_people)) &&
                 listing::Matches(*filter,
                                  [&](std::string_view field) { return ValueOf(record, field); });
        });
        std::ranges::sort(expected, [waiting](const auto& a, const auto& b) {
          return waiting ? std::pair(a.state_us, a.number) < std::pair(b.state_us, b.number)
                         : a.number > b.number;
        });
        if (!expected.empty()) ++some;
        RecordQuery query{
            .viewer = viewer, .filter = text, .longest_waiting_first = waiting, .page_size = 2};
        std::vector<ledger::Record> found;
        do {
          const Result<std::string> next =
              log_->ListRecords(query, [&](const ledger::Record& record) {
                found.push_back(record);
                return true;
              });
          ASSERT_TRUE(next) << text;
          query.page_token = *next;
        } while (!query.page_token.empty());
        ASSERT_EQ(found.size(), expected.size()) << viewer.id << ": " << text;
        EXPECT_TRUE(found == expected) << viewer.id << ": " << text;
      }
    }
  }
  EXPECT_GT(some, 200);
}

TEST_F(PlanTest, WhatAPageCostsDoesNotGrowWithTheLog) {
  Fill(40);
  std::vector<std::pair<int, int>> small;
  for (const std::string& text : Filters()) small.emplace_back(Cost(text, false), Cost(text, true));
  Fill(360);
  const std::vector<std::string> filters = Filters();
  for (std::size_t i = 0; i < filters.size(); ++i) {
    EXPECT_LE(Cost(filters[i], false), 2 * small[i].first + 8) << filters[i];
    EXPECT_LE(Cost(filters[i], true), 2 * small[i].second + 8) << filters[i] << " descending";
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
      database_->writer().Execute(
          "INSERT INTO entry SELECT idx + 1, bytes, hash, subject, 0, actor, action, to_state, "
          "time_us - 1, NULL FROM entry ORDER BY idx DESC LIMIT 1"),
      sql::ConstraintError);
}

}  // namespace
}  // namespace gongkai::workflow
