#include "services/workflow/api/policies.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "services/workflow/api/reviewers.h"
#include "tests/conformance/ledger_fixture.h"
#include "tests/services/all/policy_of_the_test.h"
#include "tests/services/all/way_of_a_report.h"
#include "tests/support/eventually.h"
#include "tests/support/test_folder.h"
#include "workflow/base/digest.h"

namespace gongkai::all {
namespace {

namespace wf = workflow::v1;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr char kDelegate[] = "user/li-na";

const PolicyOfTheTest::Changes kLegalReviewIsDelegated{
    {"vacant: []",
     "vacant: []\n\ndelegations:\n  - {from: user/wang-fang, to: user/li-na, role: LEGAL_REVIEWER, "
     "until: 2099-01-01T00:00:00+08:00, by: user/he-jun}"},
    {"user/zhao-min:  {department: 法规科, roles: [LEGAL_REVIEWER], ",
     "user/zhao-min:  {department: 法规科, roles: [LEGAL_REVIEWER], reports_of: [清河县财政局], "}};

class PoliciesTest : public testing::Test {
 protected:
  Result<audit::v1::Policy> Policy(const std::string& entry = "") {
    audit::v1::GetPolicyRequest request;
    request.set_entry(entry);
    return office_.Call(kAuditor, &Audit::GetPolicy, request);
  }

  Result<audit::v1::RolesExplanation> Roles(const std::string& identity,
                                            const std::string& entry = "") {
    audit::v1::ExplainRolesRequest request;
    request.set_identity(identity);
    request.set_entry(entry);
    return office_.Call(kAuditor, &Audit::ExplainRoles, request);
  }

  void SetUp() override { CreateReport(office_, "first"); }

  // Waits until the log names the policy of the file.
  void AwaitPolicy() {
    ASSERT_TRUE(support::Eventually([&] { return Must(Policy()).text() == policy_.text(); }));
  }

  const support::TestFolder folder_;
  PolicyOfTheTest policy_{folder_.path()};
  TestOffice office_{policy_.file()};
};

TEST_F(PoliciesTest, OfAnEntryIsTheFileByWhichItWasDecided) {
  AwaitPolicy();
  const std::string first = policy_.text();
  const std::string report = CreateReport(office_, "annual-2021").name();
  policy_.Change(kLegalReviewIsDelegated);
  AwaitPolicy();
  Submit(office_, report);

  const auto entries = EntriesOf(office_, report);
  ASSERT_EQ(entries.size(), 2U);
  const auto created = Must(Policy(entries[0].name()));
  EXPECT_EQ(created.text(), first);
  EXPECT_EQ(created.sha256(), base::Sha256(first).ToHex());
  EXPECT_EQ(created.entry(), entries[0].policy());
  const auto submitted = Must(Policy(entries[1].name()));
  EXPECT_EQ(submitted.text(), policy_.text());
  EXPECT_EQ(submitted.entry(), entries[1].policy());
  EXPECT_GT(submitted.entry(), created.entry());
  EXPECT_EQ(Must(Policy(submitted.entry())).entry(), submitted.entry()) << "of itself";

  audit::v1::GetEntryRequest get;
  get.set_name(submitted.entry());
  const auto set = Must(office_.Call(kAuditor, &Audit::GetEntry, get));
  EXPECT_EQ(set.action(), wf::SET_POLICY);
  EXPECT_EQ(set.set_policy().policy_sha256(), submitted.sha256());
  EXPECT_EQ(set.set_policy().policy_bytes(), static_cast<std::int64_t>(policy_.text().size()));
  EXPECT_EQ(set.policy(), set.name());
}

TEST_F(PoliciesTest, TellWhichRolesSomebodyHeld) {
  AwaitPolicy();
  const std::string report = CreateReport(office_, "annual-2021").name();
  const std::string before = EntriesOf(office_, report).at(0).name();
  policy_.Change(kLegalReviewIsDelegated);
  AwaitPolicy();

  const auto then = Must(Roles(kDelegate, before));
  EXPECT_TRUE(then.listed());
  EXPECT_EQ(then.department(), "清河县人民政府办公室");
  EXPECT_THAT(then.roles(), ElementsAre(wf::DRAFTER));
  EXPECT_THAT(then.delegated_roles(), IsEmpty());
  const auto now = Must(Roles(kDelegate));
  EXPECT_THAT(now.roles(), ElementsAre(wf::DRAFTER, wf::LEGAL_REVIEWER));
  ASSERT_EQ(now.delegated_roles_size(), 1);
  EXPECT_EQ(now.delegated_roles(0).role(), wf::LEGAL_REVIEWER);
  EXPECT_EQ(now.delegated_roles(0).delegator(), kLegalReviewer);
  EXPECT_EQ(now.delegated_roles(0).decided_by(), "user/he-jun");
  EXPECT_EQ(now.policy_sha256(), base::Sha256(policy_.text()).ToHex());
  const auto limited = Must(Roles("user/zhao-min"));
  EXPECT_THAT(limited.reports_of_departments(), ElementsAre("清河县财政局"));
  EXPECT_THAT(limited.supervised_roles(), ElementsAre(wf::LEGAL_REVIEWER));
  EXPECT_EQ(Must(Roles("bot/pipeline")).on_behalf_of(), kDrafter);
  const auto nobody = Must(Roles("user/nobody"));
  EXPECT_FALSE(nobody.listed());
  EXPECT_THAT(nobody.roles(), IsEmpty());
}

// What the log says of a key binds also after the policy does not say it any more.
TEST_F(PoliciesTest, TellOfAKeyThatAnEarlierPolicyRevoked) {
  AwaitPolicy();
  policy_.Change({{"user/wang-fang: {department: 法规科, roles: [LEGAL_REVIEWER]}",
                   "user/wang-fang: {department: 法规科, roles: [LEGAL_REVIEWER], revoked: {since: "
                   "2026-01-01T00:00:00Z}}"}});
  AwaitPolicy();
  const auto revoked = Must(Roles(kLegalReviewer));
  EXPECT_TRUE(revoked.revoked());
  EXPECT_THAT(revoked.roles(), IsEmpty());
  policy_.Restore();
  AwaitPolicy();
  const auto after = Must(Roles(kLegalReviewer));
  EXPECT_TRUE(after.revoked());
  EXPECT_THAT(after.roles(), ElementsAre(wf::LEGAL_REVIEWER));
  EXPECT_FALSE(Must(Roles(kLegalReviewer, "entries/1")).revoked()) << "it was not said yet";
}

TEST_F(PoliciesTest, AreForAuditorsAndAboutEntriesThatThereAre) {
  AwaitPolicy();
  for (const char* caller : {kDrafter, kLegalReviewer, kPublisher}) {
    ExpectReason(office_.Call(caller, &Audit::GetPolicy, audit::v1::GetPolicyRequest()),
                 "ROLE_REQUIRED");
    ExpectReason(office_.Call(caller, &Audit::ExplainRoles, audit::v1::ExplainRolesRequest()),
                 "ROLE_REQUIRED");
  }
  ExpectReason(Policy("entries/99"), "ENTRY_NOT_FOUND");
  ExpectReason(Roles(kDrafter, "entries/99"), "ENTRY_NOT_FOUND");
  for (const char* entry : {"entry/1", "1", "entries/01", "entries/"}) {
    ExpectReason(Policy(entry), "INVALID_FIELD");
    ExpectReason(Roles(kDrafter, entry), "INVALID_FIELD");
  }
  for (const char* identity : {"", "zhang-wei", "user/", "king/a"}) {
    ExpectReason(Roles(identity), "INVALID_FIELD");
  }
}

// A file that is changed and back again between two looks was never in force.
TEST_F(PoliciesTest, AreNotNamedTwiceAfterARestart) {
  AwaitPolicy();
  office_.Stop();
  office_.Start();
  CreateReport(office_, "annual-2021");
  audit::v1::ListEntriesRequest request;
  request.set_filter("action = SET_POLICY");
  EXPECT_EQ(Must(office_.Call(kAuditor, &Audit::ListEntries, request)).entries_size(), 1);
}

// Logs that no program of today writes.
class OldPoliciesTest : public conformance::LedgerFixture {
 protected:
  OldPoliciesTest() : LedgerFixture(conformance::kEngines[0]) {}

  Status Explain(const std::string& entry) {
    workflow::ParsedPolicies parsed;
    audit::v1::ExplainRolesRequest request;
    request.set_identity(kDrafter);
    request.set_entry(entry);
    audit::v1::RolesExplanation response;
    return workflow::ExplainRoles(*log_, parsed, request, response);
  }
};

TEST_F(OldPoliciesTest, AreNoneForEntriesOfBefore) {
  Do("annual-2021", machine::Action::kCreate, ledger::kDrafter);
  const Status explained = Explain("entries/0");
  ASSERT_FALSE(explained);
  EXPECT_EQ(explained.error().reason, Reason::kInvalidField);
  EXPECT_THAT(explained.error().message, testing::HasSubstr("before policies were recorded"));
  audit::v1::Policy policy;
  EXPECT_FALSE(workflow::GetPolicy(*log_, {}, policy));
  audit::v1::Entry entry;
  workflow::NamePolicies(*log_, {&entry});
  EXPECT_EQ(entry.policy(), "");
}

TEST_F(OldPoliciesTest, AreGivenOutThoughThisProgramCannotReadThem) {
  policy_ = "emperors: [user/zhang-wei]\n...\n";
  Do("annual-2021", machine::Action::kCreate, ledger::kDrafter);
  const Status explained = Explain("entries/1");
  ASSERT_FALSE(explained);
  EXPECT_EQ(explained.error().reason, Reason::kInvalidField);
  EXPECT_THAT(explained.error().message, testing::HasSubstr("'emperors' is not one of its keys"));
  EXPECT_THAT(explained.error().message, testing::HasSubstr("GetPolicy"));
  audit::v1::GetPolicyRequest request;
  request.set_entry("entries/1");
  audit::v1::Policy policy;
  ASSERT_TRUE(workflow::GetPolicy(*log_, request, policy));
  EXPECT_EQ(policy.text(), policy_);
}

// A reader is told what the ledger decides by, also before that is recorded.
TEST_F(OldPoliciesTest, RevokeBeforeTheyAreRecorded) {
  const auto policy = identity::Policy::Parse(
      "identities:\n"
      "  user/lin: {department: a, roles: [LEGAL_REVIEWER], revoked: {since: "
      "2020-01-01T00:00:00Z}}\n"
      "  user/sun: {department: b, roles: [SECRECY_REVIEWER, AUDITOR, PUBLISHER, DRAFTER]}\n"
      "vacant: [bot]\n...\n");
  ASSERT_TRUE(policy) << policy.error().message;
  EXPECT_TRUE(workflow::RevocationsInForce(*policy, *log_)
                  .IsRevoked(base::ActorId("user/lin"), ledger::kNow));
}

}  // namespace
}  // namespace gongkai::all
