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
};
inline constexpr std::size_t kStateCount = 12;

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
};
inline constexpr std::size_t kActionCount = 18;

enum class Role : std::uint8_t {
  kNone = 0,
  kDrafter = 1,
  kLegalReviewer = 2,
  kSecrecyReviewer = 3,
  kPublisher = 4,
  kAuditor = 5,
};
inline constexpr std::size_t kRoleCount = 6;

namespace internal {

// The index of a name is the enumerator's number.
inline constexpr auto kStateNames = std::to_array<std::string_view>({
    "NONE",
    "DRAFT",
    "LEGAL_REVIEW",
    "LEGAL_REFERRED",
    "SECRECY_REVIEW",
    "SECRECY_REFERRED",
    "CLEARED",
    "PUBLISHED",
    "RETRACTED",
    "SUPERSEDED",
    "WITHDRAWN",
    "WITHHELD",
});
static_assert(kStateNames.size() == kStateCount && base::kStateWords.size() == kStateCount);

inline constexpr auto kActionNames = std::to_array<std::string_view>({
    "NONE",
    "CREATE",
    "EDIT",
    "SUBMIT",
    "CLAIM",
    "RELEASE",
    "APPROVE_LEGAL",
    "APPROVE_SECRECY",
    "RETURN",
    "REFER",
    "RESOLVE",
    "WITHHOLD",
    "PUBLISH",
    "WITHDRAW",
    "RETRACT",
    "SUPERSEDE",
    "DENIED",
    "REVOKE",
});
static_assert(kActionNames.size() == kActionCount && base::kActionWords.size() == kActionCount);

inline constexpr auto kRoleNames = std::to_array<std::string_view>({
    "NONE",
    "DRAFTER",
    "LEGAL_REVIEWER",
    "SECRECY_REVIEWER",
    "PUBLISHER",
    "AUDITOR",
});
static_assert(kRoleNames.size() == kRoleCount && base::kRoleWords.size() == kRoleCount);

template <class Enum, std::size_t N>
constexpr std::optional<Enum> Parse(const std::array<std::string_view, N>& names,
                                    std::string_view name) {
  for (std::size_t i = 0; i < N; ++i) {
    if (names[i] == name) return static_cast<Enum>(i);
  }
  return std::nullopt;
}

}  // namespace internal

// Returns the name, "LEGAL_REVIEW". The argument must be an enumerator: the caller must check a
// number from outside against the count (kStateCount and so on) before the cast.
constexpr std::string_view ToString(State state) {
  return internal::kStateNames[static_cast<std::size_t>(state)];
}
constexpr std::string_view ToString(Action action) {
  return internal::kActionNames[static_cast<std::size_t>(action)];
}
constexpr std::string_view ToString(Role role) {
  return internal::kRoleNames[static_cast<std::size_t>(role)];
}

// Returns the enumerator with this name, or nullopt. Case matters.
constexpr std::optional<State> ParseState(std::string_view name) {
  return internal::Parse<State>(internal::kStateNames, name);
}
constexpr std::optional<Action> ParseAction(std::string_view name) {
  return internal::Parse<Action>(internal::kActionNames, name);
}
constexpr std::optional<Role> ParseRole(std::string_view name) {
  return internal::Parse<Role>(internal::kRoleNames, name);
}

}  // namespace gongkai::machine
