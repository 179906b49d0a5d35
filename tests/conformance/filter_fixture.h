// Logs to be listed, and filters whose meaning is known without reading them.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "tests/conformance/ledger_fixture.h"
#include "workflow/base/entry_index.h"
#include "workflow/base/time.h"

namespace gongkai::conformance {

// A filter, and what it means.
template <class Item>
struct Meant {
  std::string text;
  std::function<bool(const Item&)> holds;
};

template <class Item>
Meant<Item> And(const Meant<Item>& a, const Meant<Item>& b) {
  return {a.text + " AND " + b.text,
          [a = a.holds, b = b.holds](const Item& item) { return a(item) && b(item); }};
}

using EntryFilter = Meant<ledger::Entry>;

class FilterFixture : public LedgerFixture {
 protected:
  explicit FilterFixture(const EngineCase& engine) : LedgerFixture(engine) {}

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

  std::int64_t Size() { return static_cast<std::int64_t>(log_->ReadTree()->frontier().size()); }

  // The time of the entry at this position, in whole seconds, as filters say it here.
  base::Time SecondAt(std::int64_t position) {
    return std::chrono::floor<std::chrono::seconds>(
        log_->FindEntry(base::EntryIndex{static_cast<std::uint64_t>(position)})->entry.time);
  }

  // What is asked of each field: often true, and rarely or never.
  std::vector<std::vector<EntryFilter>> Terms() {
    using ledger::Entry;
    using machine::Action;
    using machine::State;
    const auto of_subject = [](const std::string& field, const std::string& name) {
      return EntryFilter{field + " = \"" + name + '"',
                         [name](const Entry& entry) { return entry.subject.Name() == name; }};
    };
    const auto of_actor = [](const std::string& actor) {
      return EntryFilter{"actor = \"" + actor + '"',
                         [actor](const Entry& entry) { return entry.actor.text() == actor; }};
    };
    const auto of_action = [](Action action) {
      return EntryFilter{"action = " + std::string(machine::ToString(action)),
                         [action](const Entry& entry) { return entry.action == action; }};
    };
    const auto to_state = [](State state) {
      return EntryFilter{"to_state = " + std::string(machine::ToString(state)),
                         [state](const Entry& entry) { return entry.to == state; }};
    };
    const std::int64_t middle = Size() / 2;
    const std::int64_t end = Size() - 2;
    const base::Time then = SecondAt(middle);
    const base::Time late = SecondAt(end);
    const auto is_at = [](const Entry& entry) { return static_cast<std::int64_t>(entry.index); };
    return {
        {of_subject("subject", "reports/report-3"), of_subject("subject", "policy")},
        {of_subject("report", "reports/report-3"), of_subject("report", "reports/none")},
        {of_actor(ledger::kDrafter.id.text()), of_actor("nobody")},
        {of_action(Action::kSubmit),
         of_action(Action::kRetract),
         {"action != DENIED", [](const Entry& entry) { return entry.action != Action::kDenied; }}},
        {to_state(State::kPublished), to_state(State::kWithdrawn), to_state(State::kWithheld)},
        {{"time >= " + base::Rfc3339(then),
          [then](const Entry& entry) { return entry.time >= then; }},
         {"time > " + base::Rfc3339(late),
          [late](const Entry& entry) { return entry.time > late; }},
         {"time < " + base::Rfc3339(then),
          [then](const Entry& entry) { return entry.time < then; }}},
        {{"position > " + std::to_string(middle),
          [=](const Entry& entry) { return is_at(entry) > middle; }},
         {"position > " + std::to_string(end),
          [=](const Entry& entry) { return is_at(entry) > end; }},
         {"position <= " + std::to_string(middle),
          [=](const Entry& entry) { return is_at(entry) <= middle; }}},
    };
  }

  // Every field, pair and triple of fields, each with each of its terms.
  std::vector<EntryFilter> Filters() {
    const auto fields = Terms();
    std::vector<EntryFilter> filters;
    for (std::size_t i = 0; i < fields.size(); ++i) {
      for (const EntryFilter& first : fields[i]) {
        filters.push_back(first);
        for (std::size_t j = i + 1; j < fields.size(); ++j) {
          for (const EntryFilter& second : fields[j]) {
            filters.push_back(And(first, second));
            for (std::size_t k = j + 1; k < fields.size(); ++k) {
              for (const EntryFilter& third : fields[k]) {
                filters.push_back(And(And(first, second), third));
              }
            }
          }
        }
      }
    }
    return filters;
  }

 private:
  int filled_ = 0;
};

}  // namespace gongkai::conformance
