#include "workflow/ledger/terms.h"

#include <algorithm>
#include <utility>

namespace gongkai::ledger {
namespace {

using machine::Action;
using machine::State;

// Returns when there is something to record of the term next.
std::optional<base::Time> NextOf(const Term& term) {
  if (!term.IsSet() || term.due == base::Time{} || term.told == Told::kOverdue) return {};
  return term.told == Told::kNear ? term.due : term.near;
}

template <class Choose>
std::optional<base::Time> Earlier(const Terms& terms, const Choose& choose) {
  const std::optional<base::Time> stage = choose(terms.stage);
  const std::optional<base::Time> statutory = choose(terms.statutory);
  if (stage && statutory) return std::min(*stage, *statutory);
  return stage ? stage : statutory;
}

void AddNotice(const Term& term, TermKind kind, base::Time now, std::vector<DueNotice>& out) {
  const std::optional<base::Time> next = NextOf(term);
  if (!next || now < *next) return;
  out.push_back({.action = now < term.due ? Action::kDueSoon : Action::kOverdue,
                 .notice = {.term = kind, .due = term.due}});
}

// A term that ended and comes again is the same one.
void CopyTold(Term& next, const Term& before) {
  const bool same = next.start == before.start && (next.days == before.days || !before.IsSet());
  if (next.IsSet() && same) next.told = before.told;
}

// Returns what is left of a term that has ended.
Term Ended(const Term& term) { return {.start = term.start, .told = term.told}; }

// Returns whether something is still to be decided about a report in this state.
bool IsOpen(State state) { return state == State::kDraft || StageOf(state) != State::kNone; }

void Stop(Term& term) {
  term.due = {};
  term.near = {};
}

}  // namespace

State StageOf(State state) {
  switch (state) {
    case State::kLegalReview:
    case State::kLegalReferred:
      return State::kLegalReview;
    case State::kSecrecyReview:
    case State::kSecrecyReferred:
      return State::kSecrecyReview;
    case State::kCleared:
      return State::kCleared;
    default:
      return State::kNone;
  }
}

bool IsReferred(State state) {
  return state == State::kLegalReferred || state == State::kSecrecyReferred;
}

std::optional<base::Time> EarliestDue(const Terms& terms) {
  return Earlier(terms, [](const Term& term) -> std::optional<base::Time> {
    return term.due == base::Time{} ? std::nullopt : std::optional(term.due);
  });
}

std::optional<base::Time> NextNotice(const Terms& terms) { return Earlier(terms, NextOf); }

std::vector<DueNotice> NoticesAt(const Terms& terms, base::Time now) {
  std::vector<DueNotice> out;
  AddNotice(terms.stage, TermKind::kStage, now, out);
  AddNotice(terms.statutory, TermKind::kStatutory, now, out);
  return out;
}

Terms WithTold(Terms next, const Terms& before) {
  CopyTold(next.stage, before.stage);
  CopyTold(next.statutory, before.statutory);
  if (!next.statutory.IsSet()) next.statutory = Ended(before.statutory);
  return next;
}

bool SetsTerms(Action action) {
  return action == Action::kSubmit || action == Action::kApproveLegal ||
         action == Action::kApproveSecrecy || action == Action::kResolve;
}

void FoldTerms(Terms& terms, State from, State to, base::Disclosure disclosure,
               const Terms* given) {
  const Terms before = terms;
  if (StageOf(from) != StageOf(to)) terms.stage = {};
  if (given != nullptr) terms = WithTold(*given, before);
  // What is not to be made public unasked has no time in which it must be; what has come to its end
  // has none any more.
  if (!IsActive(disclosure) || !IsOpen(to)) terms.statutory = Ended(before.statutory);
  if (!IsReferred(to)) return;
  Stop(terms.stage);
  Stop(terms.statutory);
}

void AddStop(std::vector<DaySpan>& stops, base::Time since, base::Time until) {
  using std::chrono::days;
  DaySpan stop{.first = base::DayInChina(since) + days(1), .last = base::DayInChina(until)};
  if (!stops.empty()) stop.first = std::max(stop.first, stops.back().last + days(1));
  if (stop.first > stop.last) return;
  if (!stops.empty() && stops.back().last + days(1) == stop.first) {
    stops.back().last = stop.last;
  } else {
    stops.push_back(stop);
  }
}

}  // namespace gongkai::ledger
