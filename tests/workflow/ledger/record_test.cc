#include "workflow/ledger/record.h"

#include <gtest/gtest.h>

#include "tests/workflow/ledger/reports.h"

namespace gongkai::ledger {
namespace {

using machine::Action;
using machine::State;

TEST(RecordTest, FollowsAReportToItsPublication) {
  const Record record = Published();
  EXPECT_EQ(record.state, State::kPublished);
  EXPECT_EQ(record.sequence, 5U);
  EXPECT_EQ(record.creator, "user/drafter");
  EXPECT_EQ(record.department, "办公室");
  EXPECT_EQ(record.content, kContent);
  EXPECT_EQ(record.last_action, Action::kPublish);
  EXPECT_EQ(record.last_actor, "user/publisher");
  EXPECT_NE(record.publish_us, 0);
  ASSERT_EQ(record.approvals.size(), 2U);
  EXPECT_EQ(record.approvals[0].reviewer, "user/legal");
  EXPECT_EQ(record.approvals[0].content, kContent);
}

TEST(RecordTest, EachEntryGivesAnotherEtag) {
  const Record draft = Draft();
  EXPECT_EQ(EtagOf(draft).size(), 16U);
  EXPECT_NE(EtagOf(draft), EtagOf(After(draft, Action::kSubmit, kDrafter)));
}

TEST(RecordTest, DeniedChangesNothing) {
  const Record before = InLegalReview();
  Record after = before;
  Entry entry;
  entry.action = Action::kDenied;
  entry.report = "annual-2021";
  Fold(after, entry, merkle::Sha256("denied"));
  EXPECT_EQ(after, before);
}

TEST(RecordTest, AReturnVoidsEveryApproval) {
  EXPECT_FALSE(Cleared().approvals.empty());
  EXPECT_TRUE(After(Cleared(), Action::kReturn, kPublisher).approvals.empty());
  EXPECT_TRUE(After(InSecrecyReview(), Action::kReturn, kSecrecy).approvals.empty());
}

TEST(RecordTest, RemembersEverybodyWhoEverWroteAPart) {
  Actor second = Person("user/second", machine::Role::kDrafter);
  second.on_behalf_of = "user/boss";
  const Record record = After(Draft(), Action::kEdit, second);
  for (const char* id : {"user/drafter", "user/second", "user/boss"}) {
    EXPECT_TRUE(IsContributor(record, id)) << id;
  }
  EXPECT_FALSE(IsContributor(record, "user/legal"));
  // A return and a new round do not forget.
  const Record again =
      After(After(After(record, Action::kSubmit, kDrafter), Action::kReturn, kLegal),
            Action::kSubmit, kDrafter);
  EXPECT_TRUE(IsContributor(again, "user/second"));
}

TEST(RecordTest, AClaimEndsWithItsTimeItsReleaseAndItsState) {
  const Record claimed = After(InLegalReview(), Action::kClaim, kLegal);
  EXPECT_TRUE(IsClaimedByAnother(claimed, "user/other", kNow));
  EXPECT_FALSE(IsClaimedByAnother(claimed, "user/legal", kNow));
  EXPECT_FALSE(IsClaimedByAnother(claimed, "user/other", claimed.claim_until_us));
  EXPECT_EQ(After(claimed, Action::kRelease, kLegal).claimed_by, "");
  EXPECT_EQ(After(claimed, Action::kApproveLegal, kLegal).claimed_by, "");
}

}  // namespace
}  // namespace gongkai::ledger
