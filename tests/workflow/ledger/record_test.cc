#include "workflow/ledger/record.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/workflow/ledger/reports.h"
#include "workflow/base/digest.h"
#include "workflow/base/entry_index.h"
#include "workflow/base/report_id.h"
#include "workflow/base/time.h"

namespace gongkai::ledger {
namespace {

using machine::Action;
using machine::State;
using std::chrono::microseconds;

TEST(RecordTest, FollowsAReportToItsPublication) {
  const Record record = Published();
  EXPECT_EQ(record.state, State::kPublished);
  EXPECT_EQ(record.sequence, 5U);
  EXPECT_EQ(record.creator, base::ActorId("user/drafter"));
  EXPECT_EQ(record.department, "办公室");
  EXPECT_EQ(record.content, kContent);
  EXPECT_EQ(record.last_action, Action::kPublish);
  EXPECT_EQ(record.last_actor, base::ActorId("user/publisher"));
  EXPECT_NE(record.publish_time, base::Time{});
  ASSERT_EQ(record.approvals.size(), 2U);
  EXPECT_EQ(record.approvals[0].reviewer, base::ActorId("user/legal"));
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
  entry.subject = ReportSubject(base::ReportId("annual-2021"));
  Fold(after, entry, merkle::LeafHash("denied"));
  EXPECT_EQ(after, before);
}

TEST(RecordTest, AReturnVoidsEveryApproval) {
  EXPECT_FALSE(Cleared().approvals.empty());
  EXPECT_TRUE(After(Cleared(), Action::kReturn, kPublisher).approvals.empty());
  EXPECT_TRUE(After(InSecrecyReview(), Action::kReturn, kSecrecy).approvals.empty());
}

TEST(RecordTest, RemembersEverybodyWhoEverWroteAPart) {
  Actor second = Person("user/second", machine::Role::kDrafter);
  second.on_behalf_of = base::ActorId("user/boss");
  const Record record = After(Draft(), Action::kEdit, second);
  for (const char* id : {"user/drafter", "user/second", "user/boss"}) {
    EXPECT_TRUE(IsContributor(record, base::ActorId(id))) << id;
  }
  EXPECT_FALSE(IsContributor(record, base::ActorId("user/legal")));
  // A return and a new round do not forget.
  const Record again =
      After(After(After(record, Action::kSubmit, kDrafter), Action::kReturn, kLegal),
            Action::kSubmit, kDrafter);
  EXPECT_TRUE(IsContributor(again, base::ActorId("user/second")));
}

TEST(RecordTest, AClaimEndsWithItsReleaseItsStateAndADecision) {
  const Record claimed = After(InLegalReview(), Action::kClaim, kLegal);
  EXPECT_EQ(claimed.claimed_by, base::ActorId("user/legal"));
  EXPECT_EQ(After(claimed, Action::kRelease, kLegal).claimed_by, base::ActorId());
  EXPECT_EQ(After(claimed, Action::kApproveLegal, kLegal).claimed_by, base::ActorId());
  Command one_of_two = Ask(claimed, Action::kApproveLegal, kLegal);
  one_of_two.policy.legal_quorum = 2;
  const Record stays = After(claimed, one_of_two);
  EXPECT_EQ(stays.state, State::kLegalReview);
  EXPECT_EQ(stays.claimed_by, base::ActorId())
      << "the next reviewer need not wait for the claim to run out";
}

TEST(RecordTest, RemembersWhoClaimedSinceWhenWhileTheStateLasts) {
  const Record claimed = After(InLegalReview(), Action::kClaim, kLegal);
  const Record again = After(After(claimed, Action::kRelease, kLegal), Action::kClaim, kLegal);
  ASSERT_EQ(again.claimants.size(), 1U);
  EXPECT_EQ(again.claimants[0].first_time, claimed.claimants[0].first_time);
  EXPECT_TRUE(After(again, Action::kApproveLegal, kLegal).claimants.empty());
}

TEST(RecordTest, ACorrectionInheritsTheAuthorsOfWhatItCorrects) {
  const Record published = Published();
  Entry entry;
  entry.subject = ReportSubject(base::ReportId("correction"));
  entry.action = Action::kCreate;
  entry.to = State::kDraft;
  entry.role = machine::Role::kDrafter;
  entry.actor = base::ActorId("user/second");
  entry.related = ReportSubject(published.id);
  Record correction;
  Fold(correction, entry, merkle::LeafHash("create"), &published);
  EXPECT_EQ(correction.corrects, published.id);
  EXPECT_TRUE(IsContributor(correction, base::ActorId("user/drafter")));
  EXPECT_TRUE(IsContributor(correction, base::ActorId("user/second")));
}

TEST(RecordTest, RemembersWhichContentWasSubmittedAndWhichPassed) {
  EXPECT_EQ(Draft().submitted, std::nullopt);
  EXPECT_EQ(InLegalReview().submitted, kContent);
  EXPECT_EQ(InLegalReview().passed, std::nullopt);
  EXPECT_EQ(InSecrecyReview().passed, kContent);
  const Record returned = After(InSecrecyReview(), Action::kReturn, kSecrecy);
  Command edit = Ask(returned, Action::kEdit, kDrafter);
  edit.content = base::Sha256("draft after the return");
  const Record edited = After(returned, edit);
  EXPECT_EQ(edited.submitted, kContent);
  EXPECT_EQ(edited.passed, kContent);
  EXPECT_NE(edited.content, kContent);
}

TEST(RecordTest, KeepsWhatEachActionSays) {
  const Record created = Draft();
  EXPECT_EQ(created.id, base::ReportId("annual-2021"));
  EXPECT_EQ(created.number, base::EntryIndex{1});
  EXPECT_EQ(created.create_time, kNow);
  EXPECT_EQ(created.state_time, kNow);
  EXPECT_EQ(created.update_time, kNow);
  EXPECT_EQ(created.parts, std::vector{base::Sha256("text")});
  EXPECT_EQ(created.comment, "理由");
  EXPECT_EQ(created.submit_time, base::Time{});

  Command submit = Ask(created, Action::kSubmit, kDrafter);
  SetDetail(submit, details::OfSubmission(Disclosure::kActiveRedacted, kNow + microseconds(7)));
  submit.comment.clear();
  const Record submitted = After(created, submit);
  EXPECT_EQ(submitted.submit_time, kNow + microseconds(1));
  EXPECT_EQ(submitted.state_time, kNow + microseconds(1));
  EXPECT_EQ(submitted.disclosure, Disclosure::kActiveRedacted);
  EXPECT_EQ(submitted.planned_time, kNow + microseconds(7));
  EXPECT_EQ(submitted.comment, "理由") << "of the action before, which gave one";
  EXPECT_EQ(submitted.head, base::EntryIndex{2});
  EXPECT_EQ(submitted.head_hash, merkle::LeafHash("entries/2"));
  EXPECT_EQ(submitted.last_actor, base::ActorId("user/drafter"));

  const Record claimed = After(submitted, Action::kClaim, kLegal);
  EXPECT_EQ(claimed.claim_until, kNow + microseconds(2) + std::chrono::hours(1));
  EXPECT_EQ(claimed.state_time, kNow + microseconds(1)) << "it is in the same state";
  EXPECT_EQ(claimed.update_time, kNow + microseconds(2));
  EXPECT_EQ(claimed.claimants.at(0).first_time, kNow + microseconds(2));
  EXPECT_EQ(After(claimed, Action::kRelease, kLegal).claim_until, base::Time{});

  const Record approved = After(claimed, Action::kApproveLegal, kLegal);
  EXPECT_EQ(approved.approvals.at(0).action, Action::kApproveLegal);
  EXPECT_EQ(approved.approvals.at(0).time, kNow + microseconds(3));
  EXPECT_EQ(approved.claim_until, base::Time{});
  EXPECT_EQ(Published().publish_time, kNow + microseconds(4));
}

TEST(RecordTest, AReportThatIsSubmittedAgainKeepsTheTimeOfTheFirst) {
  const Record returned = After(InLegalReview(), Action::kReturn, kLegal);
  const Record again = After(returned, Action::kSubmit, kDrafter);
  EXPECT_EQ(again.submit_time, InLegalReview().submit_time);
}

TEST(RecordTest, SupersedingNamesTheCorrection) {
  Record record = Published();
  Entry entry;
  entry.subject = ReportSubject(record.id);
  entry.action = Action::kSupersede;
  entry.role = machine::Role::kPublisher;
  entry.from = State::kPublished;
  entry.to = State::kSuperseded;
  entry.related = ReportSubject(base::ReportId("correction"));
  Fold(record, entry, merkle::LeafHash("supersede"));
  EXPECT_EQ(record.superseded_by, base::ReportId("correction"));
  EXPECT_EQ(record.state, State::kSuperseded);
}

TEST(RecordTest, WhoEverWroteIsNamedOnceAndInOrder) {
  Record record = Draft();
  for (const char* id : {"user/zz", "user/aa", "user/drafter", "user/aa"}) {
    record = After(record, Action::kEdit, Person(id, machine::Role::kDrafter));
    record.content = base::Sha256(id);
  }
  EXPECT_EQ(record.contributors,
            (std::vector{base::ActorId("user/aa"), base::ActorId("user/drafter"),
                         base::ActorId("user/zz")}));
}

TEST(RecordTest, WithdrawingIsADraftersPartToo) {
  const Record withdrawn =
      After(InLegalReview(), Action::kWithdraw, Person("user/second", machine::Role::kDrafter));
  EXPECT_TRUE(IsContributor(withdrawn, base::ActorId("user/second")));
}

}  // namespace
}  // namespace gongkai::ledger
