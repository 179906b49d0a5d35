// The states of a report, the actions that change the state, and the roles that may act. The
// numbers are stored and hashed, so a number never changes and is never reused. Protos, exports and
// diagrams use the names.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "workflow/base/words.h"

namespace gongkai::machine {

enum class State : std::uint8_t {
  kNone = 0,  // not created yet
  kDraft = 1,
  kLegalReview = 2,
  kLegalReferred = 3,  // the legal reviewer has asked an authority
  kSecrecyReview = 4,
  kSecrecyReferred = 5,  // the secrecy reviewer has asked an authority
  kCleared = 6,          // both approvals stand
  kPublished = 7,
  kRetracted = 8,
  kSuperseded = 9,  // a correction of the report is published
  kWithdrawn = 10,
  kWithheld = 11,
  kFiled = 12,  // cleared, but not for active disclosure
};
inline constexpr std::size_t kStateCount = 13;

enum class Action : std::uint8_t {
  kNone = 0,
  kCreate = 1,
  kEdit = 2,
  kSubmit = 3,
  kClaim = 4,
  kRelease = 5,
  kApproveLegal = 6,
  kApproveSecrecy = 7,
  kReturn = 8,
  kRefer = 9,
  kResolve = 10,
  kWithhold = 11,
  kPublish = 12,
  kWithdraw = 13,
  kRetract = 14,
  kSupersede = 15,
  kDenied = 16,  // a refused attempt; changes nothing
  kRevoke = 17,  // approvals that no longer count, by the policy; not about a report
  kFile = 18,
  kReassess = 19,
  kEndorse = 20,
  kSign = 21,
  kDueSoon = 22,       // a deadline is near; changes nothing
  kOverdue = 23,       // a deadline has passed; changes nothing
  kReschedule = 24,    // the due times are others, because the calendar is
  kTakeOver = 25,      // takes another's claim
  kSetPolicy = 26,     // the policy by which all later entries were decided; not about a report
  kAdjudicate = 27,    // a verdict on findings of the leak check
  kReportLeak = 28,    // takes back what leaks and is public
  kProposePurge = 29,  // asks that bytes are destroyed
  kPurge = 30,         // has them destroyed, as proposed
};
inline constexpr std::size_t kActionCount = 31;

// Returns whether the action is of the clock: the workflow service itself records it of a report,
// and it changes nothing that anybody acts on.
constexpr bool IsOfClock(Action action) {
  return action == Action::kDueSoon || action == Action::kOverdue || action == Action::kReschedule;
}

// Returns whether the action is only recorded, and never asked for.
constexpr bool IsOnlyRecorded(Action action) {
  return action == Action::kSupersede || action == Action::kDenied || action == Action::kRevoke ||
         action == Action::kSetPolicy || IsOfClock(action);
}

// Returns whether the action is about bytes that must not exist any more.
constexpr bool IsPurge(Action action) {
  return action == Action::kProposePurge || action == Action::kPurge;
}

// Returns whether the action gives the actor the report's claim.
constexpr bool IsClaim(Action action) {
  return action == Action::kClaim || action == Action::kTakeOver;
}

enum class Role : std::uint8_t {
  kNone = 0,
  kDrafter = 1,
  kLegalReviewer = 2,
  kSecrecyReviewer = 3,
  kPublisher = 4,
  kAuditor = 5,
  kHead = 6,  // of a department that issues reports
  kSignatory = 7,
};
inline constexpr std::size_t kRoleCount = 8;

static_assert(base::kStateWords.size() == kStateCount, "each state has its words");
static_assert(base::kActionWords.size() == kActionCount, "each action has its words");
static_assert(base::kRoleWords.size() == kRoleCount, "each role has its words");

namespace internal {

template <class Enum, std::size_t N>
constexpr std::optional<Enum> Parse(const std::array<base::Word, N>& words, std::string_view name) {
  for (std::size_t i = 0; i < N; ++i) {
    if (words[i].name == name) return static_cast<Enum>(i);
  }
  return std::nullopt;
}

}  // namespace internal

// Returns the name, "LEGAL_REVIEW"; words.h has the names. The argument must be an enumerator: the
// caller must check a number from outside against the count (kStateCount and so on) before the cast.
constexpr std::string_view ToString(State state) {
  return base::kStateWords[static_cast<std::size_t>(state)].name;
}
constexpr std::string_view ToString(Action action) {
  return base::kActionWords[static_cast<std::size_t>(action)].name;
}
constexpr std::string_view ToString(Role role) {
  return base::kRoleWords[static_cast<std::size_t>(role)].name;
}

// Returns the enumerator with this name, or nullopt. Case matters.
constexpr std::optional<State> ParseState(std::string_view name) {
  return internal::Parse<State>(base::kStateWords, name);
}
constexpr std::optional<Action> ParseAction(std::string_view name) {
  return internal::Parse<Action>(base::kActionWords, name);
}
constexpr std::optional<Role> ParseRole(std::string_view name) {
  return internal::Parse<Role>(base::kRoleWords, name);
}

}  // namespace gongkai::machine
