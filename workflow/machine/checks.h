// The checks that decide whether a table is fit for use. The compiler runs the checks on
// kTransitions (proof.h); a program may run the checks on any table (faults.h).
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <span>

#include "workflow/machine/exploration.h"
#include "workflow/machine/table.h"

// Each Find function looks for one kind of fault and returns a shortest path to the fault. Returns
// nullopt if the table has no such fault.
//
//   static_assert(!FindSideDoor(kTransitions));
namespace gongkai::machine {

namespace internal {

// Returns whether no transition leads from `state` to another.
constexpr bool IsFinalIn(std::span<const Transition> table, State state) {
  return std::ranges::none_of(
      table, [state](const Transition& row) { return row.from == state && row.to != state; });
}

// Returns a shortest path whose last transition `faulty` accepts. If no path takes such a
// transition, returns a path of this transition alone.
template <class Faulty>
constexpr std::optional<Path> FindRow(std::span<const Transition> table, Faulty faulty) {
  const auto fault = std::ranges::find_if(table, faulty);
  if (fault == table.end()) return std::nullopt;

  const Exploration walk(table);
  const auto situations = walk.situations();
  Path path;
  for (std::size_t i = 0; i < situations.size(); ++i) {
    for (const Transition& row : table) {
      if (!faulty(row)) continue;
      const auto next = After(situations[i], row);
      if (!next) continue;
      path = walk.PathTo(i);
      path.rows[path.length++] = row;
      path.end = *next;
      return path;
    }
  }
  path.rows[path.length++] = *fault;
  path.end.state = fault->to;
  return path;
}

// Returns a shortest path to a situation that `concerns` accepts and from which no situation that
// `goal` accepts can be reached.
template <class Concerns, class Goal>
constexpr std::optional<Path> FindCutOff(std::span<const Transition> table, Concerns concerns,
                                         Goal goal) {
  const Exploration walk(table);
  const auto situations = walk.situations();
  std::array<bool, kSituationCount> arrives{};
  const auto leads_on = [&](const Situation& situation) {
    return std::ranges::any_of(table, [&](const Transition& row) {
      const auto next = After(situation, row);
      return next && arrives[*walk.IndexOf(*next)];
    });
  };
  for (bool changed = true; changed;) {
    changed = false;
    for (std::size_t i = situations.size(); i-- > 0;) {
      if (arrives[i] || !(goal(situations[i]) || leads_on(situations[i]))) continue;
      arrives[i] = true;
      changed = true;
    }
  }
  for (std::size_t i = 0; i < situations.size(); ++i) {
    if (concerns(situations[i]) && !arrives[i]) return walk.PathTo(i);
  }
  return std::nullopt;
}

}  // namespace internal

// Finds a transition that has the state and the action of an earlier transition.
constexpr std::optional<Path> FindAmbiguity(std::span<const Transition> table) {
  return internal::FindRow(table, [table](const Transition& row) {
    const auto first = std::ranges::find_if(table, [&row](const Transition& other) {
      return other.from == row.from && other.action == row.action;
    });
    return &*first != &row;
  });
}

// Finds a state that no report can reach. The path is empty, and the path's end is that state.
constexpr std::optional<Path> FindUnreachable(std::span<const Transition> table) {
  const Exploration walk(table);
  for (std::size_t i = 0; i < kStateCount; ++i) {
    const auto state = static_cast<State>(i);
    if (!std::ranges::count(walk.situations(), state, &Situation::state)) {
      return Path{.end = {.state = state}};
    }
  }
  return std::nullopt;
}

// Finds a situation from which no final state can be reached.
constexpr std::optional<Path> FindDeadEnd(std::span<const Transition> table) {
  return internal::FindCutOff(
      table, [](const Situation&) { return true; },
      [table](const Situation& s) { return internal::IsFinalIn(table, s.state); });
}

// Finds a situation that is not final and from which PUBLISHED cannot be reached.
constexpr std::optional<Path> FindStuck(std::span<const Transition> table) {
  return internal::FindCutOff(
      table, [table](const Situation& s) { return !internal::IsFinalIn(table, s.state); },
      [](const Situation& s) { return s.state == State::kPublished; });
}

// Finds a path to `kEnd` without both a legal and a secrecy approval of exactly the content that is
// published or filed there.
template <State kEnd>
constexpr std::optional<Path> FindSideDoor(std::span<const Transition> table) {
  const Exploration walk(table);
  const auto situations = walk.situations();
  for (std::size_t i = 0; i < situations.size(); ++i) {
    const auto& [state, believed, actual] = situations[i];
    if (state == kEnd && !(actual.legal && actual.secrecy)) return walk.PathTo(i);
  }
  return std::nullopt;
}

// Finds a transition for which `kBreaks`, a function of rules.h, returns true.
template <bool (*kBreaks)(const Transition&)>
constexpr std::optional<Path> FindBreach(std::span<const Transition> table) {
  return internal::FindRow(table, kBreaks);
}

}  // namespace gongkai::machine
