// What a claim keeps others from, how long it lasts, and who may make it.
#include <gtest/gtest.h>

#include <chrono>
#include <optional>

#include "tests/workflow/ledger/reports.h"
#include "workflow/base/actor_id.h"
#include "workflow/base/time.h"
#include "workflow/ledger/rules.h"

namespace gongkai::ledger {
namespace {

using machine::Action;
using machine::Role;

TEST(ClaimsTest, AClaimKeepsOthersOut) {
  const Record record = After(InLegalReview(), Action::kClaim, kLegal);
  const Actor colleague = Person("user/colleague", Role::kLegalReviewer);
  for (const Action action : {Action::kClaim, Action::kApproveLegal, Action::kReturn,
                              Action::kRefer, Action::kWithhold, Action::kRelease}) {
    EXPECT_EQ(Refused(record, Ask(record, action, colleague)), Reason::kClaimedByAnother);
  }
  EXPECT_EQ(Refused(record, Ask(record, Action::kApproveLegal, kLegal)), std::nullopt);
  EXPECT_EQ(
      Refused(record, Ask(record, Action::kApproveLegal, colleague), {.now = record.claim_until}),
      std::nullopt)
      << "a claim that has run out keeps nobody out";
}

TEST(ClaimsTest, WhatIsNotClaimedCannotBeReleased) {
  EXPECT_EQ(Refused(InLegalReview(), Ask(InLegalReview(), Action::kRelease, kLegal)),
            Reason::kActionNotAllowed);
}

TEST(ClaimsTest, OnlyWhoCouldApproveMayClaim) {
  const Roles both = Roles(Role::kLegalReviewer) | Role::kSecrecyReviewer;
  const Actor approved = Person("user/legal", both);
  EXPECT_EQ(Refused(InSecrecyReview(), Ask(InSecrecyReview(), Action::kClaim, approved)),
            Reason::kSameReviewer);
  Record one = InLegalReview();
  one.approvals = {{.action = Action::kApproveLegal,
                    .reviewer = base::ActorId("user/legal"),
                    .content = kContent}};
  EXPECT_EQ(Refused(one, Ask(one, Action::kClaim, kLegal)), Reason::kAlreadyApproved);
}

TEST(ClaimsTest, TheTimeOfOnePersonsClaimsIsBoundedInAll) {
  constexpr std::chrono::hours kHour{1};
  const Record claimed = After(InLegalReview(), Action::kClaim, kLegal);
  Command renew = Ask(claimed, Action::kClaim, kLegal);
  renew.policy.longest_claim = 2 * kHour;
  const base::Time first = claimed.claimants[0].first_time;
  EXPECT_EQ(Refused(claimed, renew, {.now = first + kHour}), std::nullopt);
  EXPECT_EQ(GrantedClaim(claimed, renew, first + std::chrono::minutes(90)),
            std::chrono::minutes(30))
      << "no longer than is left";
  EXPECT_EQ(Refused(claimed, renew, {.now = first + 2 * kHour}), Reason::kClaimTimeUsedUp);
  const Record released = After(claimed, Action::kRelease, kLegal);
  EXPECT_EQ(Refused(released, renew, {.now = first + 2 * kHour}), Reason::kClaimTimeUsedUp)
      << "a release does not begin it anew";
}

TEST(ClaimsTest, TheClaimOfWhoIsStruckFromThePolicyKeepsNobodyOut) {
  const Record record = After(InLegalReview(), Action::kClaim, kLegal);
  const Actor colleague = Person("user/colleague", Role::kLegalReviewer);
  EXPECT_EQ(Refused(record, Ask(record, Action::kApproveLegal, colleague),
                    {.now = kNow, .holder_struck = true}),
            std::nullopt);
}

TEST(ClaimsTest, ARenewalThatAddsLessThanAMinuteChangesNothing) {
  const Record claimed = After(InLegalReview(), Action::kClaim, kLegal);
  const Command renew = Ask(claimed, Action::kClaim, kLegal);
  const base::Time start = claimed.claimants[0].first_time;
  EXPECT_TRUE(ChangesNothing(claimed, renew, start + std::chrono::seconds(59)));
  EXPECT_FALSE(ChangesNothing(claimed, renew, start + std::chrono::seconds(60)));
  EXPECT_FALSE(ChangesNothing(InLegalReview(), renew, start));
}

TEST(ClaimsTest, AskingAnAuthorityDoesNotBeginTheTimeOfClaimsAnew) {
  constexpr std::chrono::hours kHour{1};
  Record record = After(InLegalReview(), Action::kClaim, kLegal);
  const base::Time first = record.claimants.at(0).first_time;
  record = After(record, Action::kRefer, kLegal);
  record = After(record, Action::kResolve, kLegal);
  Command again = Ask(record, Action::kClaim, kLegal);
  again.policy.longest_claim = kHour;
  EXPECT_EQ(Refused(record, again, {.now = first + kHour}), Reason::kClaimTimeUsedUp);
}

TEST(ClaimsTest, AClaimThatHasRunOutIsNotRenewedButMadeAnew) {
  const Record claimed = After(InLegalReview(), Action::kClaim, kLegal);
  Command again = Ask(claimed, Action::kClaim, kLegal);
  SetDetail(again, details::OfClaim(30));
  EXPECT_TRUE(ChangesNothing(claimed, again, claimed.claim_until - std::chrono::microseconds(1)));
  EXPECT_FALSE(ChangesNothing(claimed, again, claimed.claim_until));
}

TEST(ClaimsTest, AClaimThatIsUsedUpSaysOfHowManyHours) {
  const Record claimed = After(InLegalReview(), Action::kClaim, kLegal);
  Command renew = Ask(claimed, Action::kClaim, kLegal);
  renew.policy.longest_claim = std::chrono::hours(48);
  const Result<Decision> refused =
      Decide(claimed, renew, {.now = claimed.claimants[0].first_time + renew.policy.longest_claim});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().metadata.at("hours"), "48");
}

}  // namespace
}  // namespace gongkai::ledger
