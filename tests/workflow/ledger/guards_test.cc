#include "workflow/ledger/guards.h"

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

#include "tests/workflow/ledger/reports.h"

namespace gongkai::ledger {
namespace {

using machine::Action;
using machine::Role;

TEST(GuardsTest, ADelegateActsForWhoGaveTheRoleAndForNobodyElse) {
  Actor delegate = Person("user/delegate",
                          machine::Roles(machine::Role::kDrafter) | machine::Role::kLegalReviewer);
  delegate.delegated = {
      {.role = machine::Role::kLegalReviewer, .from = kLegal.id, .department = kLegal.department}};
  delegate.partners = {kLegal.id};
  Record review = DraftWith({"财政局"});
  review = After(review, Ask(review, Action::kSubmit, kDrafter));
  const Record passed = After(review, Action::kApproveLegal, delegate);
  EXPECT_EQ(passed.approvals.at(0).reviewer, delegate.id);
  EXPECT_EQ(passed.approvals.at(0).on_behalf_of, kLegal.id);
  EXPECT_EQ(passed.approvals.at(0).department, kLegal.department) << "of who gave the role";
  // Both are the one who approved.
  for (const Actor& actor : {delegate, kLegal}) {
    Actor secrecy = actor;
    secrecy.delegated.clear();
    secrecy.roles = machine::Role::kSecrecyReviewer;
    EXPECT_EQ(Refused(passed, Ask(passed, Action::kApproveSecrecy, secrecy)),
              Reason::kSameReviewer);
  }
  // And the work of either is the work of both.
  const Record own = After({}, Action::kCreate, delegate);
  EXPECT_TRUE(own.contributors == std::vector<base::ActorId>{delegate.id}) << "drafts for nobody";
  const Record submitted = After(own, Action::kSubmit, delegate);
  Actor giver = kLegal;
  EXPECT_EQ(Refused(submitted, Ask(submitted, Action::kClaim, giver)), std::nullopt);
  giver.partners = {delegate.id};
  EXPECT_EQ(Refused(submitted, Ask(submitted, Action::kClaim, giver)), Reason::kOwnReport);
}

// What the giver may not decide on, the receiver does not decide on in the giver's place.
TEST(GuardsTest, ADelegateDoesNotDecideOnWhatCountsAsTheGiversWork) {
  Actor delegate = Person("user/delegate", Role::kLegalReviewer);
  delegate.delegated = {{.role = Role::kLegalReviewer,
                         .from = kLegal.id,
                         .department = kLegal.department,
                         .partners = {kDrafter.id}}};
  delegate.partners = {kLegal.id};
  const Record review = InLegalReview();
  for (const Action action : {Action::kClaim, Action::kApproveLegal, Action::kReturn}) {
    EXPECT_EQ(Refused(review, Ask(review, action, delegate)), Reason::kOwnReport)
        << ToString(action);
  }
}

// Also where only the bytes tell of it, which the giver's partner has brought in another report.
TEST(GuardsTest, ADelegateDoesNotDecideOnBytesThatCountAsTheGiversWork) {
  Actor delegate = Person("user/delegate", Role::kLegalReviewer);
  delegate.delegated = {{.role = Role::kLegalReviewer,
                         .from = kLegal.id,
                         .department = kLegal.department,
                         .partners = {base::ActorId("user/brought")}}};
  const std::vector<base::ActorId> authors{base::ActorId("user/brought")};
  const Record review = InLegalReview();
  const Context context{.now = kNow, .authors = &authors};
  EXPECT_EQ(Refused(review, Ask(review, Action::kApproveLegal, delegate), context),
            Reason::kOwnReport);
  EXPECT_EQ(Refused(review, Ask(review, Action::kApproveLegal, kLegal), context), std::nullopt)
      << "whose partner it is not, by this policy";
}

// A head's delegate does not submit what the head has endorsed.
TEST(GuardsTest, ThePartnerOfAnEndorserDoesNotSubmit) {
  const Record endorsed = After(Draft(), Action::kEndorse, kHead);
  Actor partner = Person("user/partner", Role::kDrafter);
  EXPECT_EQ(Refused(endorsed, Ask(endorsed, Action::kSubmit, partner)), std::nullopt);
  partner.partners = {kHead.id};
  EXPECT_EQ(Refused(endorsed, Ask(endorsed, Action::kSubmit, partner)), Reason::kSameReviewer);
}

TEST(GuardsTest, AReviewerOfSomeDepartmentsDecidesOnTheirReportsOnly) {
  Actor limited = kLegal;
  limited.reports_of = {"财政局"};
  limited.roles = limited.roles | machine::Role::kAuditor;  // and so sees all
  const Record review = InLegalReview();
  for (const Action action : {Action::kClaim, Action::kApproveLegal, Action::kReturn,
                              Action::kRefer, Action::kWithhold}) {
    EXPECT_EQ(Refused(review, Ask(review, action, limited)), Reason::kDepartmentRequired)
        << ToString(action);
  }
  Record joint = DraftWith({"财政局"});
  joint = After(joint, Ask(joint, Action::kSubmit, kDrafter));
  EXPECT_EQ(Refused(joint, Ask(joint, Action::kApproveLegal, limited)), std::nullopt);
  Actor signatory = kSignatory;
  signatory.reports_of = {"财政局"};
  signatory.roles = signatory.roles | machine::Role::kAuditor;
  EXPECT_EQ(Refused(Cleared(), Ask(Cleared(), Action::kSign, signatory)),
            Reason::kDepartmentRequired);
}

TEST(GuardsTest, OnlyASupervisorTakesAnothersClaim) {
  Actor supervisor = Person("user/chief", machine::Role::kLegalReviewer, "法规科");
  supervisor.supervises = machine::Role::kLegalReviewer;
  const Record review = InLegalReview();
  const Result<Decision> nothing =
      Decide(review, Ask(review, Action::kTakeOver, supervisor), {.now = kNow});
  ASSERT_FALSE(nothing) << "nobody holds it";
  EXPECT_EQ(nothing.error().reason, Reason::kActionNotAllowed);
  EXPECT_NE(nothing.error().message.find("claim it"), std::string::npos);
  const Record claimed = After(review, Action::kClaim, kLegal);
  const Actor colleague = Person("user/legal-2", machine::Role::kLegalReviewer, "法规科");
  EXPECT_EQ(Refused(claimed, Ask(claimed, Action::kTakeOver, colleague)),
            Reason::kSupervisorRequired);
  Command silent = Ask(claimed, Action::kTakeOver, supervisor);
  silent.comment.clear();
  EXPECT_EQ(Refused(claimed, silent), Reason::kInvalidField);
  const Record taken = After(claimed, Action::kTakeOver, supervisor);
  EXPECT_EQ(taken.claimed_by, supervisor.id);
  EXPECT_EQ(taken.claimants.size(), 2U);
  EXPECT_EQ(Refused(taken, Ask(taken, Action::kApproveLegal, kLegal)), Reason::kClaimedByAnother);
  EXPECT_EQ(Refused(taken, Ask(taken, Action::kTakeOver, supervisor)), Reason::kActionNotAllowed);
  // Who supervises the other stage does not.
  Actor other = supervisor;
  other.supervises = machine::Role::kSecrecyReviewer;
  EXPECT_EQ(Refused(claimed, Ask(claimed, Action::kTakeOver, other)), Reason::kSupervisorRequired);
  // An author does not, and a claim that has ended is not taken over.
  Actor author = supervisor;
  author.partners = {kDrafter.id};
  EXPECT_EQ(Refused(claimed, Ask(claimed, Action::kTakeOver, author)), Reason::kOwnReport);
  EXPECT_EQ(
      Refused(claimed, Ask(claimed, Action::kTakeOver, supervisor), {.now = claimed.claim_until}),
      Reason::kActionNotAllowed);
}

}  // namespace
}  // namespace gongkai::ledger
