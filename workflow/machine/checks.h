// The questions that decide whether a table is fit for use, as plain functions: the compiler asks
// them of kTransitions (proof.h), and a program may ask them of any table (faults.h).
//
// Each looks for one kind of fault and answers with a shortest path to it, or with nothing. The
// path to a state that cannot be reached is empty, and its end is that state.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <span>

#include "workflow/machine/exploration.h"
#include "workflow/machine/table.h"

namespace gongkai::machine {

namespace internal {

constexpr bool IsFinalIn(std::span<const Transition> table, State state) {
  return std::ranges::none_of(table, [state](const Transition& row) { return row.from == state; });
}

// A path whose last row `faulty` accepts; a faulty row alone if no path takes one.
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

// A path to a situation that `concerns` accepts and from where nothing that `goal` accepts is
// within reach.
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

// A row that shares state and action with one before it.
constexpr std::optional<Path> FindAmbiguity(std::span<const Transition> table) {
  return internal::FindRow(table, [table](const Transition& row) {
    const auto first = std::ranges::find_if(table, [&row](const Transition& other) {
      return other.from == row.from && other.action == row.action;
    });
    return &*first != &row;
  });
}

// A state that no report can come into.
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

// A path to where no final state is within reach any more.
constexpr std::optional<Path> FindDeadEnd(std::span<const Transition> table) {
  return internal::FindCutOff(
      table, [](const Situation&) { return true; },
      [table](const Situation& s) { return internal::IsFinalIn(table, s.state); });
}

// A path to where nothing is decided yet, and PUBLISHED is out of reach.
constexpr std::optional<Path> FindStuck(std::span<const Transition> table) {
  return internal::FindCutOff(
      table, [table](const Situation& s) { return !internal::IsFinalIn(table, s.state); },
      [](const Situation& s) { return s.state == State::kPublished; });
}

// A path to PUBLISHED without a legal and a secrecy approval of exactly what is published.
constexpr std::optional<Path> FindSideDoor(std::span<const Transition> table) {
  const Exploration walk(table);
  const auto situations = walk.situations();
  for (std::size_t i = 0; i < situations.size(); ++i) {
    const auto& [state, believed, actual] = situations[i];
    if (state == State::kPublished && !(actual.legal && actual.secrecy)) return walk.PathTo(i);
  }
  return std::nullopt;
}

// A row that breaks one of the rules of rules.h.
template <bool (*kBreaks)(const Transition&)>
constexpr std::optional<Path> FindBreach(std::span<const Transition> table) {
  return internal::FindRow(table, kBreaks);
}

}  // namespace gongkai::machine
