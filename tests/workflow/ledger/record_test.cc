#include "workflow/ledger/record.h"

#include <gtest/gtest.h>

#include <algorithm>

#include <string>
#include <vector>

#include "tests/workflow/ledger/reports.h"
#include "workflow/base/digest.h"
#include "workflow/base/entry_index.h"
#include "workflow/base/report_id.h"
#include "workflow/base/time.h"

namespace gongkai::ledger {
namespace {

bool IsContributor(const Record& record, const base::ActorId& id) {
  return std::ranges::find(record.contributors, id) != record.contributors.end();
}

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

TEST(RecordTest, KnowsWhoIssuesThePresentContentToo) {
  const Record created = DraftWith({"财政局", "审计局"});
  EXPECT_EQ(created.co_issuers, (std::vector<std::string>{"财政局", "审计局"}));
  EXPECT_EQ(After(created, Action::kSubmit, kDrafter).co_issuers, created.co_issuers);
  Command edit = Ask(created, Action::kEdit, kDrafter);
  edit.content = base::Sha256("issued by another one");
  SetDetail(edit, details::OfParts({}, {"教育局"}));
  EXPECT_EQ(After(created, edit).co_issuers, std::vector<std::string>{"教育局"});
}

TEST(RecordTest, AnEndorsementIsOfADepartmentAndOfAContent) {
  const Record draft = DraftWith({"财政局"});
  const Record endorsed = After(After(draft, Action::kEndorse, kHead), Action::kEndorse, kCoHead);
  EXPECT_EQ(endorsed.state, State::kDraft);
  EXPECT_EQ(endorsed.state_time, draft.state_time) << "it is in the same state";
  EXPECT_EQ(endorsed.contributors, draft.contributors) << "who agrees has no part in it";
  ASSERT_EQ(endorsed.approvals.size(), 2U);
  EXPECT_EQ(endorsed.approvals[0], (Approval{.action = Action::kEndorse,
                                             .reviewer = kHead.id,
                                             .department = "办公室",
                                             .content = kContent,
                                             .time = kNow + microseconds(1)}));
  EXPECT_EQ(endorsed.approvals[1].department, "财政局");
  EXPECT_EQ(After(endorsed, Action::kSubmit, kDrafter).approvals, endorsed.approvals);
  Command edit = Ask(endorsed, Action::kEdit, kDrafter);
  edit.content = base::Sha256("another text");
  EXPECT_TRUE(After(endorsed, edit).approvals.empty());
}

TEST(RecordTest, ASignatureStandsBesideTheApprovals) {
  const Record signed_record = After(Cleared(), Action::kSign, kSignatory);
  EXPECT_EQ(signed_record.state, State::kCleared);
  ASSERT_EQ(signed_record.approvals.size(), 3U);
  EXPECT_EQ(signed_record.approvals[2].action, Action::kSign);
  EXPECT_EQ(signed_record.approvals[2].reviewer, kSignatory.id);
  EXPECT_EQ(signed_record.approvals[2].content, kContent);
  for (const Approval& approval : signed_record.approvals) {
    EXPECT_EQ(approval.department, "") << "none endorsed it, and one department issues it";
  }
  EXPECT_TRUE(After(signed_record, Action::kReturn, kPublisher).approvals.empty());
}

TEST(RecordTest, WhatWasProposedStaysBesideWhatIsDecided) {
  const Record submitted = InLegalReview();
  EXPECT_EQ(submitted.proposed, Disclosure::kActive);
  EXPECT_EQ(submitted.disclosure, Disclosure::kActive);
  EXPECT_EQ(submitted.disclosure_reason, "");

  Command approve = Ask(submitted, Action::kApproveLegal, kLegal);
  SetDetail(approve, details::OfApproval(Disclosure::kOnRequest, "第三方权益"));
  const Record changed = After(submitted, approve);
  EXPECT_EQ(changed.proposed, Disclosure::kActive);
  EXPECT_EQ(changed.disclosure, Disclosure::kOnRequest);
  EXPECT_EQ(changed.disclosure_reason, "第三方权益");

  Command back = Ask(changed, Action::kApproveSecrecy, kSecrecy);
  SetDetail(back, details::OfApproval(Disclosure::kActive, "第三方已同意"));
  const Record as_proposed = After(changed, back);
  EXPECT_EQ(as_proposed.disclosure, Disclosure::kActive);
  EXPECT_EQ(as_proposed.disclosure_reason, "") << "it is what was proposed";

  // The same decision again tells nothing new, whatever reason it has.
  Command again = Ask(changed, Action::kApproveSecrecy, kSecrecy);
  SetDetail(again, details::OfApproval(Disclosure::kOnRequest, "另一理由"));
  const Record cleared = After(changed, again);
  EXPECT_EQ(cleared.disclosure_reason, "第三方权益");

  const Record returned = After(cleared, Action::kReturn, kPublisher);
  EXPECT_EQ(returned.disclosure, Disclosure::kOnRequest);
  Command submit = Ask(returned, Action::kSubmit, kDrafter);
  SetDetail(submit, details::OfSubmission(Disclosure::kActiveRedacted));
  const Record resubmitted = After(returned, submit);
  EXPECT_EQ(resubmitted.proposed, Disclosure::kActiveRedacted);
  EXPECT_EQ(resubmitted.disclosure, Disclosure::kActiveRedacted);
  EXPECT_EQ(resubmitted.disclosure_reason, "");
}

TEST(RecordTest, KeepsTheNumberOfItsForm) {
  const Record draft = Draft();
  EXPECT_FALSE(draft.form_number.IsGiven());
  // As the ledger writes it; a caller cannot send a number.
  Record submitted = draft;
  Entry entry;
  entry.subject = ReportSubject(draft.id);
  entry.sequence = draft.sequence + 1;
  entry.actor = kDrafter.id;
  entry.role = machine::Role::kDrafter;
  entry.action = Action::kSubmit;
  entry.from = State::kDraft;
  entry.to = State::kLegalReview;
  entry.content = draft.content;
  entry.detail =
      WithFormNumber(details::OfSubmission(Disclosure::kActive), {.year = 2026, .number = 7});
  Fold(submitted, entry, merkle::LeafHash("submit"));
  EXPECT_EQ(submitted.form_number, (FormNumber{.year = 2026, .number = 7}));
  const Record again = After(After(submitted, Action::kReturn, kLegal), Action::kSubmit, kDrafter);
  EXPECT_EQ(again.form_number, submitted.form_number);
}

TEST(RecordTest, WhatAReturnFindsLeavesOnlyItsReason) {
  Command give_back = Ask(InLegalReview(), Action::kReturn, kLegal);
  SetDetail(give_back, details::OfFindings(details::kNo, "LEGAL_AUTHORITY"));
  EXPECT_EQ(After(InLegalReview(), give_back), After(InLegalReview(), Action::kReturn, kLegal));
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
