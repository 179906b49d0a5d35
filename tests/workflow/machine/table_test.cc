#include "workflow/machine/table.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

namespace gongkai::machine {
namespace {

using enum State;
using A = Action;
using R = Role;

struct Allowed {
  State from;
  Action action;
  State to;
  Role role;
};

// The design's table, state by state; whatever is not here is refused.
const std::vector<Allowed> kAllowed = {
    {kNone, A::kCreate, kDraft, R::kDrafter},
    {kDraft, A::kEdit, kDraft, R::kDrafter},
    {kDraft, A::kEndorse, kDraft, R::kHead},
    {kDraft, A::kSubmit, kLegalReview, R::kDrafter},
    {kDraft, A::kWithdraw, kWithdrawn, R::kDrafter},
    {kLegalReview, A::kClaim, kLegalReview, R::kLegalReviewer},
    {kLegalReview, A::kRelease, kLegalReview, R::kLegalReviewer},
    {kLegalReview, A::kTakeOver, kLegalReview, R::kLegalReviewer},
    {kLegalReview, A::kApproveLegal, kSecrecyReview, R::kLegalReviewer},
    {kLegalReview, A::kReturn, kDraft, R::kLegalReviewer},
    {kLegalReview, A::kRefer, kLegalReferred, R::kLegalReviewer},
    {kLegalReview, A::kWithhold, kWithheld, R::kLegalReviewer},
    {kLegalReview, A::kWithdraw, kWithdrawn, R::kDrafter},
    {kLegalReferred, A::kClaim, kLegalReferred, R::kLegalReviewer},
    {kLegalReferred, A::kRelease, kLegalReferred, R::kLegalReviewer},
    {kLegalReferred, A::kTakeOver, kLegalReferred, R::kLegalReviewer},
    {kLegalReferred, A::kResolve, kLegalReview, R::kLegalReviewer},
    {kLegalReferred, A::kWithdraw, kWithdrawn, R::kDrafter},
    {kSecrecyReview, A::kClaim, kSecrecyReview, R::kSecrecyReviewer},
    {kSecrecyReview, A::kRelease, kSecrecyReview, R::kSecrecyReviewer},
    {kSecrecyReview, A::kTakeOver, kSecrecyReview, R::kSecrecyReviewer},
    {kSecrecyReview, A::kAdjudicate, kSecrecyReview, R::kSecrecyReviewer},
    {kSecrecyReview, A::kApproveSecrecy, kCleared, R::kSecrecyReviewer},
    {kSecrecyReview, A::kReturn, kDraft, R::kSecrecyReviewer},
    {kSecrecyReview, A::kRefer, kSecrecyReferred, R::kSecrecyReviewer},
    {kSecrecyReview, A::kWithhold, kWithheld, R::kSecrecyReviewer},
    {kSecrecyReview, A::kWithdraw, kWithdrawn, R::kDrafter},
    {kSecrecyReferred, A::kClaim, kSecrecyReferred, R::kSecrecyReviewer},
    {kSecrecyReferred, A::kRelease, kSecrecyReferred, R::kSecrecyReviewer},
    {kSecrecyReferred, A::kTakeOver, kSecrecyReferred, R::kSecrecyReviewer},
    {kSecrecyReferred, A::kResolve, kSecrecyReview, R::kSecrecyReviewer},
    {kSecrecyReferred, A::kWithdraw, kWithdrawn, R::kDrafter},
    {kCleared, A::kSign, kCleared, R::kSignatory},
    {kCleared, A::kPublish, kPublished, R::kPublisher},
    {kCleared, A::kFile, kFiled, R::kPublisher},
    {kCleared, A::kReturn, kDraft, R::kPublisher},
    {kCleared, A::kWithdraw, kWithdrawn, R::kDrafter},
    {kPublished, A::kRetract, kRetracted, R::kPublisher},
    {kPublished, A::kReportLeak, kRetracted, R::kSecrecyReviewer},
    {kPublished, A::kSupersede, kSuperseded, R::kPublisher},
    {kFiled, A::kReassess, kDraft, R::kPublisher},
    {kWithheld, A::kReassess, kDraft, R::kPublisher},
    {kDraft, A::kProposePurge, kDraft, R::kSecrecyReviewer},
    {kDraft, A::kPurge, kDraft, R::kLegalReviewer},
    {kPublished, A::kProposePurge, kPublished, R::kSecrecyReviewer},
    {kPublished, A::kPurge, kPublished, R::kLegalReviewer},
    {kRetracted, A::kProposePurge, kRetracted, R::kSecrecyReviewer},
    {kRetracted, A::kPurge, kRetracted, R::kLegalReviewer},
    {kSuperseded, A::kProposePurge, kSuperseded, R::kSecrecyReviewer},
    {kSuperseded, A::kPurge, kSuperseded, R::kLegalReviewer},
    {kWithdrawn, A::kProposePurge, kWithdrawn, R::kSecrecyReviewer},
    {kWithdrawn, A::kPurge, kWithdrawn, R::kLegalReviewer},
    {kWithheld, A::kProposePurge, kWithheld, R::kSecrecyReviewer},
    {kWithheld, A::kPurge, kWithheld, R::kLegalReviewer},
    {kFiled, A::kProposePurge, kFiled, R::kSecrecyReviewer},
    {kFiled, A::kPurge, kFiled, R::kLegalReviewer},
};

class EveryStateAndAction : public testing::TestWithParam<int> {};

TEST_P(EveryStateAndAction, IsAllowedOrRefusedAsTheDesignSays) {
  const auto from = static_cast<State>(GetParam());
  for (std::size_t i = 0; i < kActionCount; ++i) {
    const auto action = static_cast<Action>(i);
    SCOPED_TRACE(ToString(action));
    const auto allowed = std::ranges::find_if(
        kAllowed, [&](const Allowed& a) { return a.from == from && a.action == action; });
    const Transition* row = Find(from, action);
    ASSERT_EQ(row != nullptr, allowed != kAllowed.end());
    if (row == nullptr) continue;
    EXPECT_EQ(row->from, from);
    EXPECT_EQ(row->action, action);
    EXPECT_EQ(row->to, allowed->to);
    EXPECT_EQ(row->role, allowed->role);
  }
}

std::string NameOf(const testing::TestParamInfo<int>& test) {
  return std::string(ToString(static_cast<State>(test.param)));
}
INSTANTIATE_TEST_SUITE_P(From, EveryStateAndAction, testing::Range(0, int{kStateCount}), NameOf);

TEST(TableTest, ThreeStatesAreFinal) {
  for (std::size_t i = 0; i < kStateCount; ++i) {
    const auto state = static_cast<State>(i);
    const bool final = state == kRetracted || state == kSuperseded || state == kWithdrawn;
    EXPECT_EQ(IsFinal(state), final) << ToString(state);
  }
}

TEST(TableTest, RolesMayOnlyEverDoWhatARowGivesThem) {
  EXPECT_TRUE(MayEver(R::kDrafter, A::kWithdraw));
  EXPECT_TRUE(MayEver(R::kLegalReviewer, A::kReturn));
  EXPECT_TRUE(MayEver(R::kPublisher, A::kReturn));
  EXPECT_FALSE(MayEver(R::kDrafter, A::kReturn));
  EXPECT_FALSE(MayEver(R::kLegalReviewer, A::kApproveSecrecy));
  EXPECT_FALSE(MayEver(R::kSecrecyReviewer, A::kApproveLegal));
  EXPECT_FALSE(MayEver(R::kPublisher, A::kEdit));
}

TEST(TableTest, HeadsOnlyEndorseAndTheSignatoryOnlySigns) {
  for (std::size_t i = 0; i < kActionCount; ++i) {
    const auto action = static_cast<Action>(i);
    EXPECT_EQ(MayEver(R::kHead, action), action == A::kEndorse) << ToString(action);
    EXPECT_EQ(MayEver(R::kSignatory, action), action == A::kSign) << ToString(action);
  }
}

TEST(TableTest, AuditorsAndStrangersChangeNothing) {
  for (std::size_t i = 0; i < kActionCount; ++i) {
    const auto action = static_cast<Action>(i);
    EXPECT_FALSE(MayEver(R::kAuditor, action)) << ToString(action);
    EXPECT_FALSE(MayEver(R::kNone, action)) << ToString(action);
  }
}

// The scheduler is a bot, so publishing at the planned time must not ask for a person.
TEST(TableTest, OnlyPublishingAndDraftingAreOpenToBots) {
  for (const Transition& row : kTransitions) {
    const bool open = !row.guards.Has(Guard::kPersonOnly);
    const bool publishing = row.action == A::kPublish || row.action == A::kSupersede;
    EXPECT_EQ(open, publishing || row.role == R::kDrafter) << ToString(row.action);
  }
}

TEST(FlagsTest, HasAsksForEveryFlagOfTheSet) {
  const Guards both = Guard::kReason | Guard::kGround;
  EXPECT_TRUE(both.Has(Guard::kReason));
  EXPECT_TRUE(both.Has(both));
  EXPECT_FALSE(both.Has(Guard::kReason | Guard::kOpinion));
  EXPECT_TRUE(both.Has({}));
  EXPECT_EQ(both - Guard::kGround, Guards(Guard::kReason));
}

}  // namespace
}  // namespace gongkai::machine
