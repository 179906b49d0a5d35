#include "services/lib/identity/role_delegation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <ostream>
#include <string>

#include "workflow/base/time.h"

namespace gongkai::identity {
namespace {

using machine::Role;
using machine::Roles;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

// On ten lines; the first delegation that a test adds stands on the twelfth.
const std::string kPeople =
    "identities:\n"
    "  user/lin: {department: 法规科, roles: [LEGAL_REVIEWER], reports_of: [财政局]}\n"
    "  user/sun: {department: 保密办, roles: [SECRECY_REVIEWER, AUDITOR]}\n"
    "  user/wu: {department: 财政局, roles: [DRAFTER, HEAD]}\n"
    "  user/ma: {department: 财政局}\n"
    "  user/li: {department: 财政局, roles: [HEAD]}\n"
    "  user/he: {department: 县政府, roles: [SIGNATORY]}\n"
    "  user/qi: {department: 法规科}\n"
    "  user/deputy: {department: 法规科, on_behalf_of: user/lin}\n"
    "  bot/all: {department: 财政局, roles: [DRAFTER, PUBLISHER], on_behalf_of: user/wu}\n";

using std::chrono::sys_days;
using namespace std::chrono_literals;

const base::Time kBefore = sys_days(2026y / 6 / 1) - 8h;
const base::Time kEnd = sys_days(2026y / 7 / 1) - 8h;  // 2026-07-01T00:00:00+08:00

// One delegation, which ends at kEnd.
std::string Delegate(const std::string& from, const std::string& to, const std::string& role,
                     const std::string& by = "user/he") {
  return "  - {from: " + from + ", to: " + to + ", role: " + role +
         ", until: 2026-07-01T00:00:00+08:00, by: " + by + "}\n";
}

Result<Policy> Parse(const std::string& delegations, const std::string& people = kPeople) {
  return Policy::Parse(people + "delegations:\n" + delegations + "...\n");
}

machine::Actor ActorAt(const Policy& policy, const std::string& id, base::Time time) {
  return policy.ActorAt(*policy.Find(base::ActorId(id)), time);
}

TEST(RoleDelegation, GivesTheRoleUntilItsEnd) {
  const auto policy = Parse(Delegate("user/lin", "user/qi", "LEGAL_REVIEWER"));
  ASSERT_TRUE(policy) << policy.error().message;
  const machine::Actor before = ActorAt(*policy, "user/qi", kBefore);
  EXPECT_EQ(before.roles, Roles(Role::kLegalReviewer));
  EXPECT_TRUE(before.on_behalf_of.empty()) << "only in that role";
  const machine::Actor acting = before.In(Role::kLegalReviewer);
  EXPECT_EQ(acting.on_behalf_of, base::ActorId("user/lin"));
  EXPECT_EQ(acting.department, "法规科");
  EXPECT_THAT(acting.reports_of, ElementsAre("财政局")) << "as it is for the giver";
  EXPECT_THAT(before.ReportsOf(Role::kLegalReviewer), ElementsAre("财政局"));
  EXPECT_EQ(policy->ActorAt(base::ActorId("user/nobody"), kBefore).roles, Roles());

  const machine::Actor after = ActorAt(*policy, "user/qi", kEnd);
  EXPECT_EQ(after.roles, Roles()) << "the end is exclusive";
  EXPECT_THAT(after.partners, IsEmpty());
  EXPECT_EQ(ActorAt(*policy, "user/qi", kEnd - std::chrono::microseconds(1)).roles, before.roles);
}

TEST(RoleDelegation, MakesTheWorkOfEachTheWorkOfBoth) {
  const auto policy = Parse(Delegate("user/lin", "user/qi", "LEGAL_REVIEWER"));
  ASSERT_TRUE(policy);
  const base::ActorId giver("user/lin");
  const base::ActorId taker("user/qi");
  EXPECT_TRUE(ActorAt(*policy, "user/qi", kBefore).SharesWorkWith(giver));
  EXPECT_TRUE(ActorAt(*policy, "user/lin", kBefore).SharesWorkWith(taker));
  EXPECT_FALSE(ActorAt(*policy, "user/lin", kEnd).SharesWorkWith(taker));
  EXPECT_FALSE(ActorAt(*policy, "user/sun", kBefore).SharesWorkWith(taker));
  EXPECT_FALSE(ActorAt(*policy, "user/sun", kBefore).SharesWorkWith({}));
}

// Whoever acts for somebody does not decide on what counts as that person's work.
TEST(RoleDelegation, TakesOverTheWorkThatCountsAsTheGivers) {
  const auto policy = Parse(Delegate("user/sun", "user/lin", "SECRECY_REVIEWER") +
                            Delegate("user/lin", "user/qi", "LEGAL_REVIEWER"));
  ASSERT_TRUE(policy) << policy.error().message;
  const base::ActorId sun("user/sun");
  const machine::Actor qi = ActorAt(*policy, "user/qi", kBefore);
  EXPECT_FALSE(qi.SharesWorkWith(sun)) << "in a role of its own";
  EXPECT_TRUE(qi.In(Role::kLegalReviewer).SharesWorkWith(sun));
  EXPECT_TRUE(ActorAt(*policy, "user/deputy", kBefore).SharesWorkWith(sun))
      << "who acts for user/lin in every role";
  EXPECT_TRUE(ActorAt(*policy, "user/deputy", kBefore).SharesWorkWith(base::ActorId("user/qi")));
}

TEST(RoleDelegation, EndsWhileAKeyIsRevoked) {
  const std::string revoked = "roles: [LEGAL_REVIEWER], revoked: {since: 2026-01-01T00:00:00Z}";
  std::string people = kPeople;
  people.replace(people.find("roles: [LEGAL_REVIEWER]"), 23, revoked);
  auto policy = Parse(Delegate("user/lin", "user/qi", "LEGAL_REVIEWER"), people);
  ASSERT_TRUE(policy) << policy.error().message;
  EXPECT_EQ(ActorAt(*policy, "user/qi", kBefore).roles, Roles()) << "the giver's";
  EXPECT_EQ(ActorAt(*policy, "user/qi", sys_days(2025y / 12 / 31)).roles,
            Roles(Role::kLegalReviewer));

  people = kPeople;
  const std::string qi = "user/qi: {department: 法规科";
  people.replace(people.find(qi), qi.size(), qi + ", revoked: {since: 2026-01-01T00:00:00Z}");
  policy = Parse(Delegate("user/lin", "user/qi", "LEGAL_REVIEWER"), people);
  ASSERT_TRUE(policy) << policy.error().message;
  EXPECT_EQ(ActorAt(*policy, "user/qi", kBefore).roles, Roles()) << "its own";
}

TEST(RoleDelegation, AddsToOwnRolesAndIsOnlyForItsRole) {
  const auto policy = Parse(Delegate("user/he", "user/lin", "SIGNATORY", "user/he"));
  ASSERT_TRUE(policy) << policy.error().message;
  const machine::Actor lin = ActorAt(*policy, "user/lin", kBefore);
  EXPECT_EQ(lin.roles, Roles(Role::kLegalReviewer) | Role::kSignatory);
  EXPECT_TRUE(lin.In(Role::kLegalReviewer).on_behalf_of.empty());
  EXPECT_THAT(lin.In(Role::kLegalReviewer).reports_of, ElementsAre("财政局"));
  EXPECT_EQ(lin.In(Role::kSignatory).on_behalf_of, base::ActorId("user/he"));
  EXPECT_THAT(lin.In(Role::kSignatory).reports_of, IsEmpty()) << "the giver signs for all";
}

struct Refusal {
  std::string name;
  std::string delegations;
  int line;  // from the first delegation
  std::string rule;

  friend void PrintTo(const Refusal& refusal, std::ostream* out) { *out << refusal.name; }
};

class RoleDelegationRefuses : public ::testing::TestWithParam<Refusal> {};

TEST_P(RoleDelegationRefuses, AndNamesLineAndRule) {
  const auto policy = Parse(GetParam().delegations);
  ASSERT_FALSE(policy);
  const int line = 11 + GetParam().line;
  EXPECT_THAT(policy.error().message, StartsWith("line " + std::to_string(line) + ": "));
  EXPECT_THAT(policy.error().message, HasSubstr(GetParam().rule));
}

INSTANTIATE_TEST_SUITE_P(
    Each, RoleDelegationRefuses,
    ::testing::Values(
        Refusal{"ToOneself", Delegate("user/lin", "user/lin", "LEGAL_REVIEWER"), 1, "to oneself"},
        Refusal{"InACircle",
                Delegate("user/lin", "user/he", "LEGAL_REVIEWER", "user/sun") +
                    Delegate("user/he", "user/lin", "SIGNATORY", "user/sun"),
                1, "in a circle"},
        Refusal{"InALongCircle",
                Delegate("user/lin", "user/he", "LEGAL_REVIEWER", "user/wu") +
                    Delegate("user/he", "user/sun", "SIGNATORY", "user/wu") +
                    Delegate("user/sun", "user/lin", "SECRECY_REVIEWER", "user/wu"),
                1, "in a circle"},
        Refusal{"InACircleOfOneRole",
                Delegate("user/lin", "user/qi", "LEGAL_REVIEWER") +
                    Delegate("user/qi", "user/lin", "LEGAL_REVIEWER"),
                1, "in a circle"},
        Refusal{"HandedOn",
                Delegate("user/lin", "user/qi", "LEGAL_REVIEWER") +
                    Delegate("user/qi", "user/ma", "LEGAL_REVIEWER"),
                2, "user/qi does not hold LEGAL_REVIEWER"},
        Refusal{"OfARoleThatTheGiverLacks", Delegate("user/sun", "user/qi", "LEGAL_REVIEWER"), 1,
                "does not hold"},
        Refusal{"OfARoleThatTheReceiverHas", Delegate("user/wu", "user/li", "HEAD"), 1,
                "user/li holds HEAD already"},
        Refusal{"FromTwoToOne",
                Delegate("user/he", "user/qi", "SIGNATORY", "user/wu") +
                    Delegate("user/he", "user/qi", "SIGNATORY", "user/sun"),
                2, "has that role from user/he already"},
        Refusal{"ToANobody", Delegate("user/lin", "user/nobody", "LEGAL_REVIEWER"), 1,
                "user/nobody is not an identity"},
        Refusal{"FromANobody", Delegate("user/nobody", "user/qi", "LEGAL_REVIEWER"), 1,
                "user/nobody is not an identity"},
        Refusal{"ByANobody", Delegate("user/lin", "user/qi", "LEGAL_REVIEWER", "user/nobody"), 1,
                "user/nobody is not an identity"},
        Refusal{"ByItsReceiver", Delegate("user/lin", "user/qi", "LEGAL_REVIEWER", "user/qi"), 1,
                "nobody hands a role to themselves"},
        Refusal{"ToABot", Delegate("user/lin", "bot/all", "LEGAL_REVIEWER"), 1, "is not user/"},
        Refusal{"ToADeputy", Delegate("user/he", "user/deputy", "SIGNATORY"), 1,
                "acts for somebody else already"},
        Refusal{"OfADrafter", Delegate("user/wu", "user/ma", "DRAFTER"), 1, "'DRAFTER' is none of"},
        Refusal{"OfNoRole", Delegate("user/wu", "user/ma", "KING"), 1, "'KING' is none of"},
        Refusal{"OfAHeadToAnotherDepartment", Delegate("user/wu", "user/qi", "HEAD"), 1,
                "stays in the department"},
        Refusal{"WithoutAnEnd",
                "  - {from: user/lin, to: user/qi, role: LEGAL_REVIEWER, by: user/he}\n", 1,
                "until is missing"},
        Refusal{"WithoutWhoDecided",
                "  - {from: user/lin, to: user/qi, role: LEGAL_REVIEWER, "
                "until: 2026-07-01T00:00:00Z}\n",
                1, "by is missing"},
        Refusal{
            "UntilNoTime",
            "  - {from: user/lin, to: user/qi, role: LEGAL_REVIEWER, until: soon, by: user/he}\n",
            1, "until"},
        Refusal{"WithMore",
                "  - {from: user/lin, to: user/qi, role: LEGAL_REVIEWER, why: x, "
                "until: 2026-07-01T00:00:00Z, by: user/he}\n",
                1, "why"}),
    [](const auto& param) { return param.param.name; });

TEST(RoleDelegation, AreAListOfAtMost200) {
  EXPECT_THAT(Policy::Parse(kPeople + "delegations: {}\n...\n").error().message,
              HasSubstr("must be a list"));
  std::string many;
  for (int i = 0; i < 201; ++i) many += Delegate("user/lin", "user/qi", "LEGAL_REVIEWER");
  EXPECT_THAT(Parse(many).error().message, HasSubstr("more than 200"));
}

}  // namespace
}  // namespace gongkai::identity
