// Lists find exactly what their filters ask for.
#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "tests/conformance/filter_fixture.h"
#include "workflow/base/entry_index.h"
#include "workflow/base/time.h"
#include "workflow/ledger/visibility.h"

namespace gongkai::conformance {
namespace {

class FiltersTest : public FilterFixture, public testing::WithParamInterface<EngineCase> {
 protected:
  FiltersTest() : FilterFixture(GetParam()) {}
};
INSTANTIATE_TEST_SUITE_P(Every, FiltersTest, testing::ValuesIn(kEngines), NameOfEngine);

TEST_P(FiltersTest, EveryPairAndTripleOfFieldsFindsWhatMatchesInBothOrders) {
  Fill(12);
  const std::vector<ledger::Sealed> whole = WholeLog();
  int some = 0;
  for (const EntryFilter& filter : Filters()) {
    std::vector<base::EntryIndex> expected;
    for (const ledger::Sealed& sealed : whole) {
      if (filter.holds(sealed.entry)) expected.push_back(sealed.entry.index);
    }
    if (!expected.empty()) ++some;
    for (const bool down : {false, true}) {
      std::vector<base::EntryIndex> found;
      ledger::EntryQuery query{.filter = filter.text, .descending = down, .page_size = 7};
      do {
        const auto page = log_->ListEntries(query, [&](const ledger::Sealed& sealed) {
          found.push_back(sealed.entry.index);
          return true;
        });
        ASSERT_TRUE(page) << filter.text;
        query.page_token = page->next_page_token;
      } while (!query.page_token.empty());
      if (down) std::ranges::reverse(found);
      ASSERT_EQ(found, expected) << filter.text << (down ? " descending" : "");
    }
  }
  EXPECT_GT(some, 100);
}

TEST_P(FiltersTest, TimesAreComparedToTheMicrosecond) {
  Fill(3);
  const std::vector<ledger::Sealed> whole = WholeLog();
  for (const ledger::Sealed& sealed : whole) {
    const base::Time then = sealed.entry.time;
    std::string time = base::Rfc3339(then);
    time.pop_back();
    time += '.' + std::to_string(1'000'000 + base::ToMicros(then) % 1'000'000).substr(1) + 'Z';
    const std::vector<EntryFilter> filters = {
        {"time = " + time, [then](const ledger::Entry& e) { return e.time == then; }},
        {"time != " + time, [then](const ledger::Entry& e) { return e.time != then; }},
        {"time < " + time, [then](const ledger::Entry& e) { return e.time < then; }},
        {"time <= " + time, [then](const ledger::Entry& e) { return e.time <= then; }},
        {"time > " + time, [then](const ledger::Entry& e) { return e.time > then; }},
        {"time >= " + time, [then](const ledger::Entry& e) { return e.time >= then; }}};
    for (const EntryFilter& filter : filters) {
      std::vector<base::EntryIndex> expected;
      for (const ledger::Sealed& each : whole) {
        if (filter.holds(each.entry)) expected.push_back(each.entry.index);
      }
      std::vector<base::EntryIndex> found;
      const auto take = [&found](const ledger::Sealed& each) {
        found.push_back(each.entry.index);
        return true;
      };
      ASSERT_TRUE(log_->ListEntries({.filter = filter.text}, take)) << filter.text;
      EXPECT_EQ(found, expected) << filter.text;
    }
  }
}

using RecordFilter = Meant<ledger::Record>;

// What is asked of the fields of records. `then` is a time in whole seconds.
std::vector<RecordFilter> RecordTerms(base::Time then) {
  using ledger::Record;
  using machine::State;
  const std::string time = base::Rfc3339(then);
  return {
      {"state = LEGAL_REVIEW", [](const Record& r) { return r.state == State::kLegalReview; }},
      {"state != PUBLISHED", [](const Record& r) { return r.state != State::kPublished; }},
      {"(state = DRAFT OR state = PUBLISHED)",
       [](const Record& r) { return r.state == State::kDraft || r.state == State::kPublished; }},
      {"department = other", [](const Record& r) { return r.department == "other"; }},
      {"department = nowhere", [](const Record&) { return false; }},
      {"creator = \"user/x\"", [](const Record& r) { return r.creator.text() == "user/x"; }},
      {"(creator = \"user/x\" OR creator = \"user/drafter\")",
       [](const Record& r) {
         return r.creator.text() == "user/x" || r.creator.text() == "user/drafter";
       }},
      {"claimed_by = \"user/legal\"",
       [](const Record& r) { return r.claimed_by.text() == "user/legal"; }},
      {"state_time >= " + time, [then](const Record& r) { return r.state_time >= then; }},
      {"state_time < " + time, [then](const Record& r) { return r.state_time < then; }},
  };
}

// Nothing, every term, every pair of terms, and every term with an alternative.
std::vector<RecordFilter> RecordFilters(base::Time then) {
  const std::vector<RecordFilter> terms = RecordTerms(then);
  std::vector<RecordFilter> filters{{"", [](const ledger::Record&) { return true; }}};
  for (const RecordFilter& first : terms) {
    filters.push_back(first);
    for (const RecordFilter& second : terms) filters.push_back(And(first, second));
    filters.push_back({"(" + first.text + " OR department = other)",
                       [first = first.holds](const ledger::Record& record) {
                         return first(record) || record.department == "other";
                       }});
  }
  return filters;
}

TEST_P(FiltersTest, EveryPairOfFieldsListsTheReportsThatMatchInBothOrders) {
  using machine::Action;
  const machine::Actor other = ledger::Person("user/x", machine::Role::kDrafter, "other");
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
  const base::Time then = std::chrono::floor<std::chrono::seconds>(all[8].state_time);
  int some = 0;
  for (const machine::Actor& viewer :
       {ledger::kAuditor, other, ledger::kLegal, ledger::Person("user/nobody", {}, "")}) {
    for (const RecordFilter& filter : RecordFilters(then)) {
      const std::string& text = filter.text;
      const bool by_people = text.find("creator") != text.npos || text.find("claimed") != text.npos;
      for (const bool waiting : {false, true}) {
        std::vector<ledger::Record> expected;
        std::ranges::copy_if(all, std::back_inserter(expected), [&](const ledger::Record& record) {
          const ledger::Sight sight = ledger::SightOf(viewer, record);
          return (sight == ledger::Sight::kWhole ||
                  (sight == ledger::Sight::kPublic && !by_people)) &&
                 filter.holds(record);
        });
        std::ranges::sort(expected, [waiting](const auto& a, const auto& b) {
          return waiting ? std::pair(a.state_time, a.number) < std::pair(b.state_time, b.number)
                         : a.number > b.number;
        });
        if (!expected.empty()) ++some;
        ledger::RecordQuery query{
            .viewer = viewer,
            .filter = text,
            .order = waiting ? ledger::RecordOrder::kLongestWaiting : ledger::RecordOrder::kNewest,
            .page_size = 2};
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
        ASSERT_EQ(found.size(), expected.size()) << viewer.id.text() << ": " << text;
        EXPECT_TRUE(found == expected) << viewer.id.text() << ": " << text;
      }
    }
  }
  EXPECT_GT(some, 200);
}

}  // namespace
}  // namespace gongkai::conformance
