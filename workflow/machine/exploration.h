// A walk through everything that a table lets happen to a report.
//
// A state alone does not tell whether its approvals are worth anything, so the walk goes over
// situations: the state, which approvals the ledger believes to stand, and which of them were truly
// given for the content as it is now. Guards test belief; what is true follows from the nature of
// the actions, whatever the table claims of them. Where the two part, there is a side door.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "workflow/machine/table.h"

namespace gongkai::machine {

struct Approvals {
  bool legal = false;
  bool secrecy = false;

  friend constexpr bool operator==(const Approvals&, const Approvals&) = default;
};

struct Situation {
  State state = State::kNone;
  Approvals believed;  // what the guards see
  Approvals actual;    // what holds for the present content; once published, for what was published

  friend constexpr bool operator==(const Situation&, const Situation&) = default;
};
inline constexpr std::size_t kSituationCount = kStateCount * 16;

// Where taking `row` leads from `before`, or nothing if it cannot be taken there. An approval short
// of its quorum changes no situation, so it need not be followed.
constexpr std::optional<Situation> After(const Situation& before, const Transition& row) {
  if (row.from != before.state) return std::nullopt;
  if (row.guards.Has(Guard::kLegalFresh) && !before.believed.legal) return std::nullopt;
  if (row.guards.Has(Guard::kSecrecyFresh) && !before.believed.secrecy) return std::nullopt;
  const bool bound = row.guards.Has(Guard::kContentAsSubmitted);

  Approvals believed = before.believed;
  if (row.effects.Has(Effect::kVoidsApprovals)) believed = {};
  believed.legal |= row.effects.Has(Effect::kGrantsLegal);
  believed.secrecy |= row.effects.Has(Effect::kGrantsSecrecy);

  // Only a reviewer of the stage approves, and only what the digest shows that reviewer to have
  // read. New content was approved by nobody, and a return takes back what was approved.
  Approvals actual = before.actual;
  actual.legal |= row.effects.Has(Effect::kGrantsLegal) && row.action == Action::kApproveLegal &&
                  row.role == Role::kLegalReviewer && bound;
  actual.secrecy |= row.effects.Has(Effect::kGrantsSecrecy) &&
                    row.action == Action::kApproveSecrecy && row.role == Role::kSecrecyReviewer &&
                    bound;
  if (row.action == Action::kCreate || row.action == Action::kEdit ||
      row.action == Action::kReturn || row.effects.Has(Effect::kChangesContent) ||
      row.effects.Has(Effect::kVoidsApprovals)) {
    actual = {};
  }
  // Without the digest nobody knows what it is that gets published.
  if (row.to == State::kPublished && row.from != State::kPublished && !bound) actual = {};

  return Situation{row.to, believed, actual};
}

// A way through a table, from NONE on.
struct Path {
  std::array<Transition, kSituationCount> rows{};
  std::size_t length = 0;
  Situation end;  // where it leads

  constexpr std::span<const Transition> steps() const { return {rows.data(), length}; }
};

// Every situation that `table` lets a report come into, nearest first. `table` must outlive it.
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

  constexpr std::span<const Situation> situations() const { return {situations_.data(), size_}; }

  // The place of `situation` among situations(), if the table leads to it.
  constexpr std::optional<std::size_t> IndexOf(const Situation& situation) const {
    const std::uint8_t place = places_[KeyOf(situation)];
    return place == 0 ? std::nullopt : std::optional<std::size_t>(place - 1);
  }

  // A shortest path to the situation at `index`.
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
  // By place: the situation, and the place and the row that led to it first.
  std::array<Situation, kSituationCount> situations_{};
  std::array<std::size_t, kSituationCount> came_from_{};
  std::array<std::size_t, kSituationCount> came_by_{};
  // By key: one more than the place; 0 where the table does not lead.
  std::array<std::uint8_t, kSituationCount> places_{};
};
static_assert(kSituationCount < 256);

}  // namespace gongkai::machine
