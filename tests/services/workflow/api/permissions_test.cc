#include "services/workflow/api/permissions.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "tests/services/all/way_of_a_report.h"

namespace gongkai::all {
namespace {

namespace wf = workflow::v1;
using testing::ElementsAre;

class PermissionsTest : public ::testing::Test {
 protected:
  Result<wf::PermissionExplanation> Explain(const std::string& caller, const std::string& report,
                                            wf::Action action, const std::string& about = "") {
    wf::ExplainPermissionRequest request;
    request.set_name(report);
    request.set_action(action);
    request.set_identity(about);
    return office_.Call(caller, &Workflow::ExplainPermission, request);
  }

  static wf::PermissionFact FactOf(const wf::PermissionExplanation& why, const std::string& rule) {
    const auto found = std::ranges::find(why.facts(), rule, &wf::PermissionFact::rule);
    EXPECT_NE(found, why.facts().end()) << rule;
    return found == why.facts().end() ? wf::PermissionFact() : *found;
  }

  static std::vector<std::string> RulesOf(const wf::PermissionExplanation& why) {
    std::vector<std::string> rules;
    for (const wf::PermissionFact& fact : why.facts()) rules.push_back(fact.rule());
    return rules;
  }

  TestOffice office_;
};

TEST_F(PermissionsTest, AreExplainedByTheEntriesThatTheyRestOn) {
  const std::string report = CreateReport(office_, "annual-2021").name();
  Submit(office_, report);
  const auto why = Must(Explain(kAuditor, report, wf::APPROVE_LEGAL, kDrafter));
  EXPECT_FALSE(why.allowed());
  EXPECT_EQ(why.reason(), "ROLE_REQUIRED");
  const wf::PermissionFact wrote = FactOf(why, "FOUR_EYES");
  EXPECT_FALSE(wrote.holds());
  EXPECT_THAT(wrote.entries(), ElementsAre("entries/2", "entries/1"));
  EXPECT_NE(wrote.text_zh(), "");
  EXPECT_TRUE(FactOf(why, "STATE").holds());
  EXPECT_TRUE(FactOf(why, "PERSON_ONLY").holds());

  const auto legal = Must(Explain(kAuditor, report, wf::APPROVE_LEGAL, kLegalReviewer));
  EXPECT_TRUE(legal.allowed());
  EXPECT_EQ(legal.to(), wf::SECRECY_REVIEW);
  EXPECT_TRUE(std::ranges::all_of(legal.facts(), &wf::PermissionFact::holds));
}

TEST_F(PermissionsTest, NameTheClaimOfAColleague) {
  const std::string report = CreateReport(office_, "annual-2021").name();
  Submit(office_, report);
  review::v1::ClaimTaskRequest claim;
  claim.set_name(TaskOf(report, review::v1::LEGAL));
  Must(office_.Call(kLegalReviewer, &Review::ClaimTask, claim));
  const auto why = Must(Explain("user/zhao-min", report, wf::APPROVE_LEGAL));
  EXPECT_EQ(why.reason(), "CLAIMED_BY_ANOTHER");
  EXPECT_THAT(FactOf(why, "NOT_CLAIMED_BY_ANOTHER").entries(), ElementsAre("entries/3"));
}

TEST_F(PermissionsTest, OfOthersAreForAuditors) {
  const std::string report = CreateReport(office_, "annual-2021").name();
  EXPECT_TRUE(Must(Explain(kDrafter, report, wf::SUBMIT)).allowed());
  EXPECT_TRUE(Must(Explain(kDrafter, report, wf::SUBMIT, kDrafter)).allowed());
  ExpectReason(Explain(kDrafter, report, wf::SUBMIT, "user/li-na"), "ROLE_REQUIRED");
  // Who may not know of the report is told nothing, also by an auditor's answer.
  ExpectReason(Explain(kLegalReviewer, report, wf::APPROVE_LEGAL), "REPORT_NOT_FOUND");
  const auto why = Must(Explain(kAuditor, report, wf::APPROVE_LEGAL, kLegalReviewer));
  EXPECT_EQ(why.reason(), "REPORT_NOT_FOUND");
  EXPECT_FALSE(FactOf(why, "SIGHT").holds());
  EXPECT_FALSE(FactOf(why, "STATE").holds());
}

TEST_F(PermissionsTest, TellWhoIsNoAuditorNoMoreThanARefusalDoes) {
  const std::string report = CreateReport(office_, "annual-2021").name();
  Clear(office_, report);
  PublishReport(office_, report);
  // A drafter of another department knows only what is public: not who published it, and when.
  const auto outsider = Must(Explain("user/wu-hao", report, wf::PUBLISH));
  EXPECT_FALSE(outsider.allowed());
  EXPECT_THAT(RulesOf(outsider), ElementsAre("SIGHT"));
  EXPECT_EQ(outsider.DebugString().find(kPublisher), std::string::npos) << outsider.DebugString();
  EXPECT_THAT(RulesOf(Must(Explain(kAuditor, report, wf::PUBLISH, "user/wu-hao"))),
              ElementsAre("SIGHT", "STATE"));
}

TEST_F(PermissionsTest, NameToAReviewerNobodyWhoIssuesADraft) {
  const std::string report = CreateReport(office_, "annual-2021").name();
  Submit(office_, report);
  review::v1::ReturnTaskRequest back;
  back.set_name(TaskOf(report, review::v1::LEGAL));
  back.set_reason("文号有误");
  Must(office_.Call(kLegalReviewer, &Review::ReturnTask, back));
  for (const wf::Action action : {wf::SUBMIT, wf::EDIT, wf::ENDORSE, wf::WITHDRAW}) {
    const auto why = Must(Explain(kLegalReviewer, report, action));
    EXPECT_THAT(RulesOf(why), ElementsAre("SIGHT", "STATE", "ROLE")) << wf::Action_Name(action);
    EXPECT_FALSE(why.allowed());
  }
}

TEST_F(PermissionsTest, AreWhatListActionsSays) {
  const std::string report = CreateReport(office_, "annual-2021").name();
  for (const char* caller : {kDrafter, kAuditor, "user/ma-chao", "user/li-na"}) {
    wf::ListActionsRequest request;
    request.set_name(report);
    const auto listed = Must(office_.Call(caller, &Workflow::ListActions, request));
    for (const wf::PossibleAction& row : listed.actions()) {
      if (row.action() == wf::CREATE || row.action() == wf::SUPERSEDE) continue;
      const auto why = Must(Explain(caller, report, row.action()));
      EXPECT_EQ(why.allowed(), row.allowed()) << caller << wf::Action_Name(row.action());
      EXPECT_EQ(why.reason(), row.reason()) << caller << wf::Action_Name(row.action());
      EXPECT_EQ(std::ranges::all_of(why.facts(), &wf::PermissionFact::holds), row.allowed());
    }
  }
}

TEST_F(PermissionsTest, AreOnlyOfWhatIsAskedForAndOfWhomThePolicyLists) {
  const std::string report = CreateReport(office_, "annual-2021").name();
  for (const wf::Action action : {wf::ACTION_UNSPECIFIED, wf::CREATE, wf::SUPERSEDE, wf::DENIED,
                                  wf::REVOKE, static_cast<wf::Action>(99)}) {
    ExpectReason(Explain(kAuditor, report, action), "INVALID_FIELD");
  }
  for (const char* identity : {"user/nobody", "service/intake", "zhang-wei", "user/", "\" OR 1"}) {
    ExpectReason(Explain(kAuditor, report, wf::SUBMIT, identity), "INVALID_FIELD");
  }
  EXPECT_THAT(EntriesOf(office_, report), testing::SizeIs(1)) << "nothing is recorded";
}

}  // namespace
}  // namespace gongkai::all
