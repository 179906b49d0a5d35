#include "workflow/machine/states.h"

#include <gtest/gtest.h>

namespace gongkai::machine {
namespace {

template <class Enum>
struct Stored {
  Enum value;
  int number;
  std::string_view name;
};

// Written out here once more: ledgers already written hold these numbers and names.
constexpr auto kStates = std::to_array<Stored<State>>({
    {State::kNone, 0, "NONE"},
    {State::kDraft, 1, "DRAFT"},
    {State::kLegalReview, 2, "LEGAL_REVIEW"},
    {State::kLegalReferred, 3, "LEGAL_REFERRED"},
    {State::kSecrecyReview, 4, "SECRECY_REVIEW"},
    {State::kSecrecyReferred, 5, "SECRECY_REFERRED"},
    {State::kCleared, 6, "CLEARED"},
    {State::kPublished, 7, "PUBLISHED"},
    {State::kRetracted, 8, "RETRACTED"},
    {State::kSuperseded, 9, "SUPERSEDED"},
    {State::kWithdrawn, 10, "WITHDRAWN"},
    {State::kWithheld, 11, "WITHHELD"},
    {State::kFiled, 12, "FILED"},
});
constexpr auto kActions = std::to_array<Stored<Action>>({
    {Action::kNone, 0, "NONE"},
    {Action::kCreate, 1, "CREATE"},
    {Action::kEdit, 2, "EDIT"},
    {Action::kSubmit, 3, "SUBMIT"},
    {Action::kClaim, 4, "CLAIM"},
    {Action::kRelease, 5, "RELEASE"},
    {Action::kApproveLegal, 6, "APPROVE_LEGAL"},
    {Action::kApproveSecrecy, 7, "APPROVE_SECRECY"},
    {Action::kReturn, 8, "RETURN"},
    {Action::kRefer, 9, "REFER"},
    {Action::kResolve, 10, "RESOLVE"},
    {Action::kWithhold, 11, "WITHHOLD"},
    {Action::kPublish, 12, "PUBLISH"},
    {Action::kWithdraw, 13, "WITHDRAW"},
    {Action::kRetract, 14, "RETRACT"},
    {Action::kSupersede, 15, "SUPERSEDE"},
    {Action::kDenied, 16, "DENIED"},
    {Action::kRevoke, 17, "REVOKE"},
    {Action::kFile, 18, "FILE"},
    {Action::kReassess, 19, "REASSESS"},
    {Action::kEndorse, 20, "ENDORSE"},
    {Action::kSign, 21, "SIGN"},
    {Action::kDueSoon, 22, "DUE_SOON"},
    {Action::kOverdue, 23, "OVERDUE"},
    {Action::kReschedule, 24, "RESCHEDULE"},
    {Action::kTakeOver, 25, "TAKE_OVER"},
    {Action::kSetPolicy, 26, "SET_POLICY"},
    {Action::kAdjudicate, 27, "ADJUDICATE"},
    {Action::kReportLeak, 28, "REPORT_LEAK"},
    {Action::kProposePurge, 29, "PROPOSE_PURGE"},
    {Action::kPurge, 30, "PURGE"},
});
constexpr auto kRoles = std::to_array<Stored<Role>>({
    {Role::kNone, 0, "NONE"},
    {Role::kDrafter, 1, "DRAFTER"},
    {Role::kLegalReviewer, 2, "LEGAL_REVIEWER"},
    {Role::kSecrecyReviewer, 3, "SECRECY_REVIEWER"},
    {Role::kPublisher, 4, "PUBLISHER"},
    {Role::kAuditor, 5, "AUDITOR"},
    {Role::kHead, 6, "HEAD"},
    {Role::kSignatory, 7, "SIGNATORY"},
});

TEST(StatesTest, NumbersAndNamesStandForEver) {
  ASSERT_EQ(kStates.size(), kStateCount);
  for (const auto& [state, number, name] : kStates) {
    EXPECT_EQ(static_cast<int>(state), number);
    EXPECT_EQ(ToString(state), name);
    EXPECT_EQ(ParseState(name), state);
  }
}

TEST(ActionsTest, NumbersAndNamesStandForEver) {
  ASSERT_EQ(kActions.size(), kActionCount);
  for (const auto& [action, number, name] : kActions) {
    EXPECT_EQ(static_cast<int>(action), number);
    EXPECT_EQ(ToString(action), name);
    EXPECT_EQ(ParseAction(name), action);
  }
}

TEST(RolesTest, NumbersAndNamesStandForEver) {
  ASSERT_EQ(kRoles.size(), kRoleCount);
  for (const auto& [role, number, name] : kRoles) {
    EXPECT_EQ(static_cast<int>(role), number);
    EXPECT_EQ(ToString(role), name);
    EXPECT_EQ(ParseRole(name), role);
  }
}

TEST(StatesTest, NoOtherNameParses) {
  for (const std::string_view name : {"", "draft", "DRAFT ", "DRAF", "SUBMIT", "REFERRED"}) {
    EXPECT_EQ(ParseState(name), std::nullopt) << name;
  }
  EXPECT_EQ(ParseAction("APPROVE"), std::nullopt);
  EXPECT_EQ(ParseRole("ADMINISTRATOR"), std::nullopt);
}

}  // namespace
}  // namespace gongkai::machine
