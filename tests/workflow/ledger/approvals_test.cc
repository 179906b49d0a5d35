#include "workflow/ledger/approvals.h"

#include <gtest/gtest.h>

#include <optional>
#include <vector>

#include "tests/workflow/ledger/reports.h"

namespace gongkai::ledger {
namespace {

using machine::Action;
using machine::State;

// Two approvals of one department are not those of two.
TEST(ApprovalsTest, AReportOfSeveralDepartmentsIsApprovedByPeopleOfSeveral) {
  const ReviewPolicy policy{.legal_departments = 2};
  const Actor colleague = Person("user/legal-2", machine::Role::kLegalReviewer, "法规科");
  const Actor other = Person("user/legal-3", machine::Role::kLegalReviewer, "财政局");
  const auto approve = [&](const Record& record, const Actor& actor) {
    return After(record, Under(policy, Ask(record, Action::kApproveLegal, actor)));
  };
  Record joint = DraftWith({"财政局"});
  joint = After(joint, Ask(joint, Action::kSubmit, kDrafter));
  joint = approve(joint, kLegal);
  EXPECT_EQ(joint.state, State::kLegalReview);
  EXPECT_EQ(joint.approvals.at(0).department, "法规科");
  EXPECT_EQ(approve(joint, colleague).state, State::kLegalReview);
  const Record passed = approve(approve(joint, colleague), other);
  EXPECT_EQ(passed.state, State::kSecrecyReview);
  EXPECT_EQ(approve(InLegalReview(), kLegal).state, State::kSecrecyReview) << "of one department";

  // A policy that asks for more departments later makes the approval of one not enough.
  const ReviewPolicy three{.legal_departments = 3};
  EXPECT_EQ(Refused(passed, Under(three, Ask(passed, Action::kApproveSecrecy, kSecrecy))),
            Reason::kApprovalNotFresh);
  EXPECT_EQ(Refused(passed, Under(policy, Ask(passed, Action::kApproveSecrecy, kSecrecy))),
            std::nullopt);
}

}  // namespace
}  // namespace gongkai::ledger
