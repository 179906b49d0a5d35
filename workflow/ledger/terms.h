// The terms of a report: within how many working days something must be done with it. The ledger
// keeps them and folds them; it does not know which days are worked.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "workflow/base/disclosure.h"
#include "workflow/base/time.h"
#include "workflow/base/words.h"
#include "workflow/machine/states.h"

namespace gongkai::ledger {

// A day in China.
using Day = std::chrono::local_days;

// Days that follow each other, the last included.
struct DaySpan {
  Day first;
  Day last;

  friend bool operator==(const DaySpan&, const DaySpan&) = default;
};

// Names a term of a report. The numbers are stored and hashed.
enum class TermKind : std::uint8_t {
  kNone = 0,
  kStage = 1,      // by the policy: to decide in the present stage
  kStatutory = 2,  // by law: to publish (条例 art. 26)
};
inline constexpr std::size_t kTermKindCount = 3;
static_assert(base::kTermWords.size() == kTermKindCount, "each kind of term has its words");

// Names what is recorded of a term. The numbers are stored.
enum class Told : std::uint8_t {
  kNothing = 0,
  kNear = 1,     // an entry DUE_SOON
  kOverdue = 2,  // an entry OVERDUE
};

// A number of working days, and when they are over.
struct Term {
  Day start{};        // from which the days are counted; does not count itself
  int days = 0;       // 0: there is no such term, or none any more
  base::Time due{};   // when the last day is over. Time{}: not known, or the clock is stopped
  base::Time near{};  // from when on the term is near, not after `due`; Time{} as `due`
  Told told = Told::kNothing;

  bool IsSet() const { return days > 0; }

  friend bool operator==(const Term&, const Term&) = default;
};

// The terms of a report.
struct Terms {
  Term stage;
  Term statutory;

  bool AnySet() const { return stage.IsSet() || statutory.IsSet(); }

  friend bool operator==(const Terms&, const Terms&) = default;
};

// Terms, and the calendar by which they were counted.
struct Schedule {
  Terms terms;
  std::string calendar;  // which years it knows, and from where
};

// What is to be recorded of a term.
struct Notice {
  TermKind term = TermKind::kNone;
  base::Time due{};  // of the term

  friend bool operator==(const Notice&, const Notice&) = default;
};

// Returns the stage of a report in this state: the state itself, or the one from which an authority
// was asked.
machine::State StageOf(machine::State state);

// Returns whether an authority is asked in this state. The clock is stopped meanwhile.
bool IsReferred(machine::State state);

// Returns the end of the term that ends first, or nullopt if none is known.
std::optional<base::Time> EarliestDue(const Terms& terms);

// Returns when there is something to record next, or nullopt if there is nothing.
std::optional<base::Time> NextNotice(const Terms& terms);

// An entry to be written about a term.
struct DueNotice {
  machine::Action action = machine::Action::kNone;  // DUE_SOON or OVERDUE
  Notice notice;
};

// Returns what is to be recorded now, at most one entry for each term. A term that has passed is not
// said to be near.
std::vector<DueNotice> NoticesAt(const Terms& terms, base::Time now);

// Returns `next` with what was told of those of its terms that `before` has, or had before they ended.
// A statutory term that is not set any more keeps its start and what was told of it.
Terms WithTold(Terms next, const Terms& before);

// Returns whether an entry with this action sets all terms: it starts the clock, lets the clock go on,
// or may make a report one for active disclosure.
bool SetsTerms(machine::Action action);

// Folds one entry into the terms. `given` is what the entry sets; null: nothing.
void FoldTerms(Terms& terms, machine::State from, machine::State to, base::Disclosure disclosure,
               const Terms* given);

// Adds the days on which the clock was stopped: those after the day of `since`, up to the day of
// `until`. The spans stay sorted and apart.
void AddStop(std::vector<DaySpan>& stops, base::Time since, base::Time until);

}  // namespace gongkai::ledger
