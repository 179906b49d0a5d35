#include "services/server/policy.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <ostream>
#include <string>

namespace gongkai::server {
namespace {

using machine::Role;
using ::testing::HasSubstr;
using ::testing::StartsWith;

// Whoever must be there for the default quorum, on three lines.
const std::string kReviewers =
    "identities:\n"
    "  user/lin: {department: 法规科, roles: [LEGAL_REVIEWER]}\n"
    "  user/sun: {department: 保密办, roles: [SECRECY_REVIEWER]}\n";

TEST(Policy, ReadsTheDevelopmentPolicy) {
  std::ifstream file(GONGKAI_SOURCE_DIR "/deploy/policy.yaml");
  const std::string yaml(std::istreambuf_iterator<char>(file), {});

  const Result<Policy> policy = Policy::Parse(yaml);

  ASSERT_TRUE(policy) << policy.error().message;
  EXPECT_EQ(policy->quorum().legal, 1);
  EXPECT_EQ(policy->quorum().secrecy, 1);

  const Identity* drafter = policy->Find("user/zhang-wei");
  ASSERT_NE(drafter, nullptr);
  EXPECT_EQ(drafter->kind, Kind::kUser);
  EXPECT_EQ(drafter->department, "清河县人民政府办公室");
  EXPECT_EQ(drafter->roles, RoleSet(Role::kDrafter));
  EXPECT_EQ(drafter->on_behalf_of, "");

  const Identity* bot = policy->Find("bot/pipeline");
  ASSERT_NE(bot, nullptr);
  EXPECT_EQ(bot->kind, Kind::kBot);
  EXPECT_EQ(bot->on_behalf_of, "user/zhang-wei");

  const Identity* service = policy->Find("service/intake");
  ASSERT_NE(service, nullptr);
  EXPECT_EQ(service->kind, Kind::kService);
  EXPECT_EQ(service->service, "intake");
  EXPECT_EQ(service->roles, RoleSet());
}

TEST(Policy, FindsEveryIdentityItListsAndNoOther) {
  const Result<Policy> policy = Policy::Parse(kReviewers);
  ASSERT_TRUE(policy) << policy.error().message;
  ASSERT_EQ(policy->identities().size(), 2U);
  for (const Identity& identity : policy->identities()) {
    EXPECT_EQ(policy->Find(identity.id), &identity);
  }
  EXPECT_EQ(policy->Find("user/li"), nullptr);
  EXPECT_EQ(policy->Find("user/zzz"), nullptr);
  EXPECT_EQ(policy->Find(""), nullptr);
}

TEST(Policy, LetsOnePersonHoldSeveralRoles) {
  const Result<Policy> policy = Policy::Parse(
      kReviewers + "  user/wu: {department: 财政局, roles: [DRAFTER, PUBLISHER, AUDITOR]}\n");
  ASSERT_TRUE(policy) << policy.error().message;
  const RoleSet roles = policy->Find("user/wu")->roles;
  EXPECT_TRUE(roles.Has(Role::kDrafter));
  EXPECT_TRUE(roles.Has(Role::kPublisher));
  EXPECT_TRUE(roles.Has(Role::kAuditor));
  EXPECT_FALSE(roles.Has(Role::kLegalReviewer));
}

TEST(Policy, KnowsForWhomADeputyActs) {
  const Result<Policy> policy = Policy::Parse(
      kReviewers +
      "  user/wu: {department: 法规科, roles: [LEGAL_REVIEWER], on_behalf_of: user/lin}\n");
  ASSERT_TRUE(policy) << policy.error().message;
  EXPECT_EQ(policy->Find("user/wu")->on_behalf_of, "user/lin");
}

TEST(Policy, AsksForAsManyApprovalsAsItSays) {
  const Result<Policy> policy =
      Policy::Parse("quorum: {legal: 2}\n" + kReviewers +
                    "  user/ma: {department: 法规科, roles: [LEGAL_REVIEWER]}\n");
  ASSERT_TRUE(policy) << policy.error().message;
  EXPECT_EQ(policy->quorum().legal, 2);
  EXPECT_EQ(policy->quorum().secrecy, 1);
}

struct Refusal {
  std::string name;
  std::string yaml;
  int line;
  std::string rule;

  friend void PrintTo(const Refusal& refusal, std::ostream* out) { *out << refusal.name; }
};

class PolicyRefuses : public ::testing::TestWithParam<Refusal> {};

TEST_P(PolicyRefuses, AndNamesLineAndRule) {
  const Refusal& refusal = GetParam();
  const Result<Policy> policy = Policy::Parse(refusal.yaml);
  ASSERT_FALSE(policy);
  EXPECT_EQ(policy.error().reason, Reason::kInvalidField);
  EXPECT_THAT(policy.error().message, StartsWith("line " + std::to_string(refusal.line) + ": "));
  EXPECT_THAT(policy.error().message, HasSubstr(refusal.rule));
}

// One identity on line 4, after the reviewers.
Refusal Fourth(std::string name, const std::string& line, std::string rule) {
  return {std::move(name), kReviewers + "  " + line + "\n", 4, std::move(rule)};
}

INSTANTIATE_TEST_SUITE_P(
    Rules, PolicyRefuses,
    ::testing::Values(
        Refusal{"Nothing", "", 1, "one YAML document"},
        Refusal{"TwoDocuments", kReviewers + "---\n" + kReviewers, 1, "one YAML document"},
        Refusal{"NoYaml", "identities: [\n", 2, ""},
        Refusal{"DeepNesting", std::string(1 << 19, '['), 1, ""},
        Refusal{"AList", "- user/lin\n", 1, "must be a map"},
        Refusal{"NulByte", kReviewers + std::string("  # \0 rest", 10), 4, "control characters"},
        Refusal{"TooLarge", kReviewers + "#" + std::string(1 << 20, 'x'), 1, "1 MiB"},
        Refusal{"UnknownTopKey", kReviewers + "roles: {}\n", 4, "'roles' is not one of its keys"},
        Refusal{"NoIdentities", "quorum: {legal: 1}\n", 1, "identities is missing"},
        Refusal{"EmptyIdentities", "quorum: {legal: 1}\nidentities:\n", 2, "must be a map"},

        Refusal{"QuorumZero", "quorum: {legal: 0}\n" + kReviewers, 1, "at least 1"},
        Refusal{"QuorumFraction", "quorum: {legal: 1.5}\n" + kReviewers, 1, "at least 1"},
        Refusal{"QuorumText", "quorum: {secrecy: all}\n" + kReviewers, 1, "at least 1"},
        Refusal{"QuorumUnknownKey", "quorum: {moral: 1}\n" + kReviewers, 1, "'moral' is not one"},
        Refusal{"LegalQuorumWithoutPeople", "quorum: {legal: 2}\n" + kReviewers, 1,
                "2 with the role LEGAL_REVIEWER must approve, but only 1"},
        Refusal{"SecrecyQuorumWithoutPeople", "\nquorum: {secrecy: 2}\n" + kReviewers, 2,
                "2 with the role SECRECY_REVIEWER must approve, but only 1"},
        Refusal{"DefaultQuorumWithoutPeople",
                "identities:\n  user/lin: {department: 法规科, roles: [LEGAL_REVIEWER]}\n", 1,
                "1 with the role SECRECY_REVIEWER"},

        Fourth("SameIdTwice", "user/lin: {department: 法规科}", "'user/lin' stands here twice"),
        Fourth("NoKind", "wu: {department: 财政局}", "'wu' is not user/"),
        Fourth("UnknownKind", "admin/wu: {department: 财政局}", "'admin/wu' is not user/"),
        Fourth("CapitalsInId", "user/Wu: {department: 财政局}", "'user/Wu' is not user/"),
        Fourth("SpaceInId", "user/wu hao: {department: 财政局}", "is not user/"),
        Fourth("SlashInId", "user/wu/hao: {department: 财政局}", "is not user/"),
        Fourth("LongId", "user/" + std::string(64, 'a') + ": {department: 财政局}", "is not user/"),
        Fourth("NotAMap", "user/wu: DRAFTER", "user/wu must be a map"),
        Fourth("UnknownKey", "user/wu: {department: 财政局, role: DRAFTER}",
               "'role' is not one of its keys"),
        Fourth("KeyTwice", "user/wu: {department: 财政局, department: 法规科}",
               "'department' stands here twice"),
        Fourth("MergeKey", "user/wu: {<<: {department: 财政局}}", "'<<' is not one of its keys"),
        Fourth("NoDepartment", "user/wu: {roles: [DRAFTER]}", "department is missing"),
        Fourth("EmptyDepartment", "user/wu: {department: ''}", "one line of text"),
        Fourth("TwoLineDepartment", "user/wu: {department: \"a\\nb\"}", "one line of text"),
        Fourth("LongDepartment", "user/wu: {department: " + std::string(201, 'x') + "}",
               "at most 200 bytes"),
        Fourth("UnknownRole", "user/wu: {department: 财政局, roles: [EDITOR]}",
               "'EDITOR' is none of DRAFTER"),
        Fourth("RoleNone", "user/wu: {department: 财政局, roles: [NONE]}", "'NONE' is none of"),
        Fourth("RoleTwice", "user/wu: {department: 财政局, roles: [DRAFTER, DRAFTER]}", "twice"),
        Fourth("RolesNotAList", "user/wu: {department: 财政局, roles: DRAFTER}",
               "roles must be a list"),

        Fourth("BotReviewsLaw", "bot/b: {department: 法规科, roles: [LEGAL_REVIEWER]}",
               "a bot cannot hold the role of a reviewer"),
        Fourth("BotReviewsSecrecy",
               "bot/b: {department: 保密办, roles: [PUBLISHER, SECRECY_REVIEWER]}",
               "a bot cannot hold the role of a reviewer"),
        Fourth("BotDraftsForNobody", "bot/b: {department: 财政局, roles: [DRAFTER]}",
               "must name its person"),
        Fourth("ActsForNobodyKnown", "bot/b: {department: 财政局, on_behalf_of: user/who}",
               "'user/who' is not a user"),
        Fourth("ActsForAService", "user/wu: {department: 财政局, on_behalf_of: service/intake}",
               "'service/intake' is not a user"),
        Fourth("ActsForItself", "user/wu: {department: 财政局, on_behalf_of: user/wu}",
               "is itself"),
        Refusal{"DeputyOfADeputy",
                kReviewers + "  user/a: {department: 财政局, on_behalf_of: user/b}\n"
                             "  user/b: {department: 财政局, on_behalf_of: user/lin}\n",
                4, "acts for somebody else already"},
        Refusal{"BotOfADeputy",
                kReviewers + "  user/b: {department: 财政局, on_behalf_of: user/lin}\n"
                             "  bot/b: {department: 财政局, on_behalf_of: user/b}\n",
                5, "acts for somebody else already"},

        Fourth("ServiceWithRoles", "service/intake: {service: intake, roles: [DRAFTER]}",
               "'roles' is not one of its keys: service"),
        Fourth("ServiceForSomebody", "service/intake: {service: intake, on_behalf_of: user/lin}",
               "'on_behalf_of' is not one of its keys"),
        Fourth("ServiceOfNoKind", "service/intake: {}", "service is missing"),
        Fourth("UnknownService", "service/intake: {service: storage}", "'storage' is none of"),
        Fourth("PersonAsService", "user/wu: {department: 财政局, service: intake}",
               "'service' is not one of its keys")),
    [](const auto& test) { return test.param.name; });

TEST(KindOf, KnowsTheThreeKindsAndNothingElse) {
  EXPECT_EQ(KindOf("user/zhang-wei"), Kind::kUser);
  EXPECT_EQ(KindOf("bot/b2"), Kind::kBot);
  EXPECT_EQ(KindOf("service/intake"), Kind::kService);
  for (const char* id : {"", "/", "user", "user/", "user/-a", "user/a/b", "user/a b", "user/A",
                         "user/a_b", "user/é", "users/a", "tests/a", "user/a\n", " user/a"}) {
    EXPECT_EQ(KindOf(id), std::nullopt) << id;
  }
}

}  // namespace
}  // namespace gongkai::server
