// A search through everything that a table lets happen to a report.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "workflow/machine/table.h"

namespace gongkai::machine {

// Says which approvals stand.
struct Approvals {
  bool legal = false;
  bool secrecy = false;

  friend constexpr bool operator==(const Approvals&, const Approvals&) = default;
};

// Describes a report for the search. A state alone does not say whether the approvals are valid, so
// a situation has the approvals twice. `believed` follows the effects of the table, and guards test
// `believed`. `actual` follows from the meaning of the actions, whatever the table says. If a
// report is published with `believed` approvals that are not `actual`, the table has a side door.
struct Situation {
  State state = State::kNone;
  Approvals believed;  // the approvals that the guards see
  Approvals actual;    // the approvals of the present, the published or the filed content

  friend constexpr bool operator==(const Situation&, const Situation&) = default;
};
inline constexpr std::size_t kSituationCount = kStateCount * 16;

// Returns the situation after the transition `row` from `before`, or nullopt if the transition is
// not possible there. The search ignores approvals below the quorum, which change no situation.
constexpr std::optional<Situation> After(const Situation& before, const Transition& row) {
  if (row.from != before.state) return std::nullopt;
  if (row.guards.Has(Guard::kLegalFresh) && !before.believed.legal) return std::nullopt;
  if (row.guards.Has(Guard::kSecrecyFresh) && !before.believed.secrecy) return std::nullopt;
  const bool bound = row.guards.Has(Guard::kContentAsSubmitted);

  Approvals believed = before.believed;
  if (row.effects.Has(Effect::kVoidsApprovals)) believed = {};
  believed.legal |= row.effects.Has(Effect::kGrantsLegal);
  believed.secrecy |= row.effects.Has(Effect::kGrantsSecrecy);

  // Only a reviewer of the stage can approve, and only the content whose digest the reviewer gives.
  // New content has no approvals. A RETURN and a REASSESS void the approvals.
  Approvals actual = before.actual;
  actual.legal |= row.effects.Has(Effect::kGrantsLegal) && row.action == Action::kApproveLegal &&
                  row.role == Role::kLegalReviewer && bound;
  actual.secrecy |= row.effects.Has(Effect::kGrantsSecrecy) &&
                    row.action == Action::kApproveSecrecy && row.role == Role::kSecrecyReviewer &&
                    bound;
  if (row.action == Action::kCreate || row.action == Action::kEdit ||
      row.action == Action::kReturn || row.action == Action::kReassess ||
      row.effects.Has(Effect::kChangesContent) || row.effects.Has(Effect::kVoidsApprovals)) {
    actual = {};
  }
  // Without the digest nobody knows which content is published or filed.
  const bool concludes = row.to == State::kPublished || row.to == State::kFiled;
  if (concludes && row.from != row.to && !bound) actual = {};

  return Situation{row.to, believed, actual};
}

// Holds a path through a table, from NONE on.
struct Path {
  std::array<Transition, kSituationCount> rows{};
  std::size_t length = 0;
  Situation end;  // the situation after the last transition

  constexpr std::span<const Transition> steps() const { return {rows.data(), length}; }
};

// Finds every situation that a report can reach by the transitions of `table`, with a shortest path
// to each. `table` must outlive this.
//
//   const Exploration walk(table);
//   for (std::size_t i = 0; i < walk.situations().size(); ++i) {
//     if (IsBad(walk.situations()[i])) return walk.PathTo(i);
//   }
class Exploration {
 public:
  constexpr explicit Exploration(std::span<const Transition> table) : table_(table) {
    Visit({}, 0, 0);
    for (std::size_t at = 0; at < size_; ++at) {
      for (std::size_t row = 0; row < table_.size(); ++row) {
        const auto next = After(situations_[at], table_[row]);
        if (next && !IndexOf(*next)) Visit(*next, at, row);
      }
    }
  }

  // Returns the situations, nearest first.
  constexpr std::span<const Situation> situations() const { return {situations_.data(), size_}; }

  // Returns the index of `situation` in situations(), or nullopt if no path leads to `situation`.
  constexpr std::optional<std::size_t> IndexOf(const Situation& situation) const {
    const std::uint8_t place = places_[KeyOf(situation)];
    return place == 0 ? std::nullopt : std::optional<std::size_t>(place - 1);
  }

  // Returns a shortest path to situations()[index].
  constexpr Path PathTo(std::size_t index) const {
    Path path;
    path.end = situations_[index];
    for (std::size_t at = index; at != 0; at = came_from_[at]) ++path.length;
    for (std::size_t at = index, i = path.length; at != 0; at = came_from_[at]) {
      path.rows[--i] = table_[came_by_[at]];
    }
    return path;
  }

 private:
  static constexpr std::size_t KeyOf(const Situation& s) {
    return static_cast<std::size_t>(s.state) * 16 + (s.believed.legal ? 8 : 0) +
           (s.believed.secrecy ? 4 : 0) + (s.actual.legal ? 2 : 0) + (s.actual.secrecy ? 1 : 0);
  }

  constexpr void Visit(const Situation& situation, std::size_t from, std::size_t row) {
    situations_[size_] = situation;
    came_from_[size_] = from;
    came_by_[size_] = row;
    places_[KeyOf(situation)] = static_cast<std::uint8_t>(++size_);
  }

  std::span<const Transition> table_;
  std::size_t size_ = 0;
  // By index: the situation, and the index of the situation and of the transition before it.
  std::array<Situation, kSituationCount> situations_{};
  std::array<std::size_t, kSituationCount> came_from_{};
  std::array<std::size_t, kSituationCount> came_by_{};
  // By key: the index plus 1; 0: no path leads to the situation.
  std::array<std::uint8_t, kSituationCount> places_{};
};
static_assert(kSituationCount < 256);

}  // namespace gongkai::machine
