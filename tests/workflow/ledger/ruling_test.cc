#include "workflow/ledger/ruling.h"

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <tuple>

#include "tests/workflow/ledger/reports.h"
#include "workflow/ledger/rules.h"

namespace gongkai::ledger {
namespace {

using machine::Action;
using machine::Role;

TEST(RulingTest, TheSignatoryDecidesWhetherAReportIsPublishedOrFiled) {
  const auto signing = [](const Record& record, const std::string& detail) {
    Command sign = Ask(record, Action::kSign, kSignatory);
    SetDetail(sign, detail);
    return After(record, sign);
  };
  const Record closed =
      signing(Cleared(), details::OfSignature(Disclosure::kNotDisclosed, "涉及国家秘密", 1));
  EXPECT_EQ(closed.disclosure, Disclosure::kNotDisclosed);
  EXPECT_EQ(closed.disclosure_reason, "涉及国家秘密");
  EXPECT_EQ(Refused(closed, Ask(closed, Action::kPublish, kPublisher)),
            Reason::kNotActiveDisclosure);
  EXPECT_EQ(Refused(closed, Ask(closed, Action::kFile, kPublisher)), std::nullopt);

  // What a secrecy reviewer approved as not public is reviewed again.
  const Record exempt = ClearedFor(Disclosure::kOnRequest);
  Command open = Ask(exempt, Action::kSign, kSignatory);
  SetDetail(open, details::OfSignature(Disclosure::kActive, "应当主动公开"));
  const Result<Decision> refused = Decide(exempt, open, {.now = kNow});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().reason, Reason::kNotActiveDisclosure);
  EXPECT_NE(refused.error().message.find("Have it returned"), std::string::npos);
  SetDetail(open, details::OfSignature(Disclosure::kNotDisclosed, "涉及国家秘密", 1));
  EXPECT_EQ(Refused(exempt, open), std::nullopt);
}

TEST(RulingTest, NoReviewerMakesPublicWhatAColleagueApprovedAsExempt) {
  const ReviewPolicy two{.secrecy_quorum = 2};
  Command exempt = Under(two, Ask(InSecrecyReview(), Action::kApproveSecrecy, kSecrecy));
  SetDetail(exempt, details::OfApproval(Disclosure::kOnRequest, "第三方"));
  const Record half = After(InSecrecyReview(), exempt);
  EXPECT_EQ(half.state, machine::State::kSecrecyReview);
  const Actor colleague = Person("user/secrecy-2", Role::kSecrecyReviewer, "保密办");
  Command open = Under(two, Ask(half, Action::kApproveSecrecy, colleague));
  SetDetail(open, details::OfApproval(Disclosure::kActive, "可以公开"));
  EXPECT_EQ(Refused(half, open), Reason::kNotActiveDisclosure);
  EXPECT_EQ(Refused(half, Under(two, Ask(half, Action::kApproveSecrecy, colleague))), std::nullopt)
      << "as it is";
}

TEST(RulingTest, ADecisionOnTheAttributeThatIsRevokedDoesNotStand) {
  Command sign = Ask(Cleared(), Action::kSign, kSignatory);
  SetDetail(sign, details::OfSignature(Disclosure::kOnRequest, "第三方"));
  const Record closed = After(Cleared(), sign);
  Revocations revocations;
  revocations.Add({.identity = kSignatory.id, .since = kNow});
  const Context context{.now = kNow, .revocations = &revocations};
  EXPECT_EQ(Refused(closed, Ask(closed, Action::kFile, kPublisher)), std::nullopt);
  EXPECT_EQ(Refused(closed, Ask(closed, Action::kFile, kPublisher), context),
            Reason::kApprovalNotFresh);
  // Another signatory decides anew.
  const Actor other = Person("user/signatory-2", Role::kSignatory, "县政府");
  const Record again = After(closed, Ask(closed, Action::kSign, other));
  EXPECT_EQ(Refused(again, Ask(again, Action::kFile, kPublisher), context), std::nullopt);
}

TEST(RulingTest, AReviewerWhoChangesTheAttributeSaysWhy) {
  const auto field = [](const Record& record, Action action, const Actor& actor,
                        const std::string& detail) -> std::string {
    Command approve = Ask(record, action, actor);
    SetDetail(approve, detail);
    const Result<Decision> decision = Decide(record, approve, {.now = kNow});
    return decision ? "" : decision.error().metadata.at("field");
  };
  for (const auto& [record, action, actor] :
       {std::tuple(InLegalReview(), Action::kApproveLegal, kLegal),
        std::tuple(InSecrecyReview(), Action::kApproveSecrecy, kSecrecy)}) {
    EXPECT_EQ(field(record, action, actor, details::OfForm(details::kYes)), "");
    EXPECT_EQ(field(record, action, actor, details::OfApproval(Disclosure::kNone)), "");
    EXPECT_EQ(field(record, action, actor, details::OfApproval(Disclosure::kActive)), "")
        << "as it is";
    EXPECT_EQ(field(record, action, actor, details::OfApproval(Disclosure::kOnRequest)),
              "decision.reason");
    EXPECT_EQ(field(record, action, actor, details::OfApproval(Disclosure::kOnRequest, "有据")),
              "");
    EXPECT_EQ(field(record, action, actor, details::OfApproval(Disclosure::kOnRequest, "有据", 1)),
              "decision.ground");
    EXPECT_EQ(field(record, action, actor, details::OfApproval(Disclosure::kNotDisclosed, "有据")),
              "decision.ground");
    EXPECT_EQ(
        field(record, action, actor, details::OfApproval(Disclosure::kNotDisclosed, "有据", 4)),
        "");
    EXPECT_EQ(field(record, action, actor, details::OfApproval(Disclosure::kNone, "", 4)),
              "decision.ground");
  }
  Command approve = Ask(InSecrecyReview(), Action::kApproveSecrecy, kSecrecy);
  SetDetail(approve, details::OfApproval(Disclosure::kOnRequest, "有据"));
  const Record cleared = After(InSecrecyReview(), approve);
  EXPECT_EQ(cleared.disclosure, Disclosure::kOnRequest);
  EXPECT_EQ(Refused(cleared, Ask(cleared, Action::kPublish, kPublisher)),
            Reason::kNotActiveDisclosure);
  EXPECT_EQ(field(cleared, Action::kSign, kSignatory, details::OfSignature(Disclosure::kActive)),
            "decision.reason")
      << "another one than the reviewer's, though it is the proposed one";
}

}  // namespace
}  // namespace gongkai::ledger
