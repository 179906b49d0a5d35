#include "services/lib/identity/policy.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <fstream>
#include <iterator>
#include <ostream>
#include <string>
#include <vector>

#include "workflow/base/time.h"

namespace gongkai::identity {
namespace {

using machine::Role;
using ::testing::HasSubstr;
using ::testing::StartsWith;

// Whoever must be there, on four lines.
const std::string kPeople =
    "identities:\n"
    "  user/lin: {department: 法规科, roles: [LEGAL_REVIEWER]}\n"
    "  user/sun: {department: 保密办, roles: [SECRECY_REVIEWER, AUDITOR]}\n"
    "  bot/all: {department: 办公室, roles: [DRAFTER, PUBLISHER], on_behalf_of: user/sun}\n";

const std::string kEnd = "...\n";

Result<Policy> Parse(const std::string& yaml) { return Policy::Parse(yaml + kEnd); }

std::string DevelopmentPolicy() {
  std::ifstream file(GONGKAI_SOURCE_DIR "/deploy/policy.yaml");
  return {std::istreambuf_iterator<char>(file), {}};
}

TEST(Policy, ReadsTheDevelopmentPolicy) {
  const Result<Policy> policy = Policy::Parse(DevelopmentPolicy());

  ASSERT_TRUE(policy) << policy.error().message;
  EXPECT_EQ(policy->quorum().legal, 1);
  EXPECT_EQ(policy->quorum().secrecy, 1);

  const Identity* drafter = policy->Find(base::ActorId("user/zhang-wei"));
  ASSERT_NE(drafter, nullptr);
  EXPECT_EQ(drafter->id.kind(), base::ActorKind::kUser);
  EXPECT_EQ(drafter->department, "清河县人民政府办公室");
  EXPECT_EQ(drafter->roles, machine::Roles(Role::kDrafter));
  EXPECT_TRUE(drafter->on_behalf_of.empty());

  const Identity* bot = policy->Find(base::ActorId("bot/pipeline"));
  ASSERT_NE(bot, nullptr);
  EXPECT_EQ(bot->id.kind(), base::ActorKind::kBot);
  EXPECT_EQ(bot->on_behalf_of, base::ActorId("user/zhang-wei"));

  const Identity* service = policy->Find(base::ActorId("service/intake"));
  ASSERT_NE(service, nullptr);
  EXPECT_EQ(service->id.kind(), base::ActorKind::kService);
  EXPECT_EQ(service->service, "intake");
  EXPECT_EQ(service->roles, machine::Roles());
}

TEST(Policy, FindsEveryIdentityItListsAndNoOther) {
  const Result<Policy> policy = Parse(kPeople);
  ASSERT_TRUE(policy) << policy.error().message;
  ASSERT_EQ(policy->identities().size(), 3U);
  for (const Identity& identity : policy->identities()) {
    EXPECT_EQ(policy->Find(identity.id), &identity);
  }
  EXPECT_EQ(policy->Find(base::ActorId("user/li")), nullptr);
  EXPECT_EQ(policy->Find(base::ActorId("user/zzz")), nullptr);
  EXPECT_EQ(policy->Find(base::ActorId()), nullptr);
}

TEST(Policy, LetsOnePersonHoldSeveralRoles) {
  const Result<Policy> policy =
      Parse(kPeople + "  user/wu: {department: 财政局, roles: [DRAFTER, PUBLISHER, AUDITOR]}\n");
  ASSERT_TRUE(policy) << policy.error().message;
  const machine::Roles roles = policy->Find(base::ActorId("user/wu"))->roles;
  EXPECT_TRUE(roles.Has(Role::kDrafter));
  EXPECT_TRUE(roles.Has(Role::kPublisher));
  EXPECT_TRUE(roles.Has(Role::kAuditor));
  EXPECT_FALSE(roles.Has(Role::kLegalReviewer));
}

TEST(Policy, KnowsForWhomADeputyActs) {
  const Result<Policy> policy =
      Parse(kPeople +
            "  user/wu: {department: 法规科, roles: [LEGAL_REVIEWER], on_behalf_of: user/lin}\n");
  ASSERT_TRUE(policy) << policy.error().message;
  EXPECT_EQ(policy->Find(base::ActorId("user/wu"))->on_behalf_of, base::ActorId("user/lin"));
}

TEST(Policy, AsksForAsManyApprovalsAsItSays) {
  const Result<Policy> policy = Parse("quorum: {legal: 2}\n" + kPeople +
                                      "  user/ma: {department: 法规科, roles: [LEGAL_REVIEWER]}\n");
  ASSERT_TRUE(policy) << policy.error().message;
  EXPECT_EQ(policy->quorum().legal, 2);
  EXPECT_EQ(policy->quorum().secrecy, 1);
}

TEST(Policy, SaysOnWhoseReportsSomebodyDecidesAndWhoSupervises) {
  const std::string yaml =
      kPeople +
      "  user/wu: {department: 财政局, roles: [LEGAL_REVIEWER], reports_of: [财政局, 法规科], "
      "supervises: [LEGAL_REVIEWER]}\n";
  const Result<Policy> policy = Parse("quorum: {legal_departments: 2}\n" + yaml);
  ASSERT_TRUE(policy) << policy.error().message;
  EXPECT_EQ(policy->quorum().legal_departments, 2);
  EXPECT_EQ(policy->quorum().secrecy_departments, 1);
  const machine::Actor wu =
      policy->ActorAt(*policy->Find(base::ActorId("user/wu")), base::FromMicros(1));
  EXPECT_THAT(wu.reports_of, ::testing::ElementsAre("财政局", "法规科"));
  EXPECT_EQ(wu.supervises, machine::Roles(Role::kLegalReviewer));
  EXPECT_EQ(policy->text(), "quorum: {legal_departments: 2}\n" + yaml + kEnd);
  EXPECT_EQ(policy->digest(), base::Sha256(policy->text()));
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
  const Result<Policy> policy = Parse(refusal.yaml);
  ASSERT_FALSE(policy);
  EXPECT_EQ(policy.error().reason, Reason::kInvalidField);
  EXPECT_THAT(policy.error().message, StartsWith("line " + std::to_string(refusal.line) + ": "));
  EXPECT_THAT(policy.error().message, HasSubstr(refusal.rule));
}

// One identity on line 5, after the others.
Refusal Fifth(std::string name, const std::string& line, std::string rule) {
  return {std::move(name), kPeople + "  " + line + "\n", 5, std::move(rule)};
}

INSTANTIATE_TEST_SUITE_P(
    Rules, PolicyRefuses,
    ::testing::Values(
        Refusal{"Nothing", "", 1, "must be a map"},
        Refusal{"TwoDocuments", kPeople + "---\n" + kPeople, 1, "one YAML document"},
        Refusal{"NoYaml", "identities: [\n", 2, ""},
        Refusal{"DeepNesting", std::string(1 << 19, '['), 1, ""},
        Refusal{"AList", "- user/lin\n", 1, "must be a map"},
        Refusal{"NulByte", kPeople + std::string("  # \0 rest\n", 11), 5, "character 5 is U+0000"},
        Refusal{"TooLarge", kPeople + "#" + std::string(1 << 20, 'x'), 1, "1048576 bytes"},
        Refusal{"UnknownTopKey", kPeople + "roles: {}\n", 5, "'roles' is not one of its keys"},
        Refusal{"NoIdentities", "quorum: {legal: 1}\n", 1, "identities is missing"},
        Refusal{"EmptyIdentities", "quorum: {legal: 1}\nidentities:\n", 2, "must be a map"},

        Refusal{"QuorumZero", "quorum: {legal: 0}\n" + kPeople, 1, "whole number from 1 to 100"},
        Refusal{"QuorumFraction", "quorum: {legal: 1.5}\n" + kPeople, 1,
                "whole number from 1 to 100"},
        Refusal{"QuorumOctal", "quorum: {legal: 0x1}\n" + kPeople, 1, "whole number from 1 to 100"},
        Refusal{"QuorumText", "quorum: {secrecy: all}\n" + kPeople, 1,
                "whole number from 1 to 100"},
        Refusal{"QuorumUnknownKey", "quorum: {moral: 1}\n" + kPeople, 1, "'moral' is not one"},
        Refusal{"QuorumOfDepartments", "quorum: {legal_departments: 2}\n" + kPeople, 1,
                "people of 2 departments with the role LEGAL_REVIEWER must approve, but only those "
                "of 1"},
        Refusal{"QuorumOfNoDepartment", "quorum: {secrecy_departments: 0}\n" + kPeople, 1,
                "whole number from 1 to 100"},
        Refusal{
            "ReportsOfNobody",
            kPeople + "  user/a: {department: 财政局, roles: [SIGNATORY], reports_of: [教育局]}\n",
            5, "user/a: reports_of: '教育局' is nobody's department"},
        Refusal{"DepartmentThatLooksLikeAnother",
                kPeople + "  user/a: {department: \"法规科\\u200b\", roles: [AUDITOR]}\n", 5,
                "holds a character that shows nothing"},
        Refusal{"DepartmentWithASpaceBehind",
                kPeople + "  user/a: {department: \"法规科 \", roles: [AUDITOR]}\n", 5,
                "begins or ends with a space"},
        Refusal{"ReportsOfVeryMany",
                kPeople + "  user/a: {department: 财政局, roles: [SIGNATORY], reports_of: [" +
                    [] {
                      std::string many;
                      for (int i = 0; i < 100'000; ++i) many += "a" + std::to_string(i) + ",";
                      return many;
                    }() +
                    "z]}\n",
                5, "there are more than 20"},
        Refusal{"ReportsOfTwice",
                kPeople + "  user/a: {department: 财政局, roles: [SIGNATORY], reports_of: [财政局, "
                          "财政局]}\n",
                5, "stands here twice"},
        Refusal{"ReportsOfNone",
                kPeople + "  user/a: {department: 财政局, roles: [SIGNATORY], reports_of: []}\n", 5,
                "must be a list of departments"},
        Refusal{
            "ReportsOfADrafter",
            kPeople + "  user/a: {department: 财政局, roles: [DRAFTER], reports_of: [财政局]}\n", 5,
            "only the reports of a reviewer or a signatory are limited"},
        Refusal{"SupervisesWithoutTheRole",
                kPeople + "  user/a: {department: 财政局, roles: [DRAFTER], supervises: "
                          "[LEGAL_REVIEWER]}\n",
                5, "LEGAL_REVIEWER is not one of its roles"},
        Refusal{
            "SupervisesWhoClaimsNothing",
            kPeople + "  user/a: {department: 财政局, roles: [DRAFTER], supervises: [DRAFTER]}\n",
            5, "'DRAFTER' is none of"},
        Refusal{"LegalQuorumWithoutPeople", "quorum: {legal: 2}\n" + kPeople, 1,
                "2 with the role LEGAL_REVIEWER must approve, but only 1"},
        Refusal{"SecrecyQuorumWithoutPeople", "\nquorum: {secrecy: 2}\n" + kPeople, 2,
                "2 with the role SECRECY_REVIEWER must approve, but only 1"},
        Refusal{"DefaultQuorumWithoutPeople",
                "vacant: [SECRECY_REVIEWER]\nidentities:\n  user/lin: {department: 法规科, roles: "
                "[LEGAL_REVIEWER]}\n",
                2, "1 with the role SECRECY_REVIEWER"},

        Fifth("SameIdTwice", "user/lin: {department: 法规科}", "'user/lin' stands here twice"),
        Fifth("NoKind", "wu: {department: 财政局}", "'wu' is not user/"),
        Fifth("UnknownKind", "admin/wu: {department: 财政局}", "'admin/wu' is not user/"),
        Fifth("CapitalsInId", "user/Wu: {department: 财政局}", "'user/Wu' is not user/"),
        Fifth("SpaceInId", "user/wu hao: {department: 财政局}", "is not user/"),
        Fifth("SlashInId", "user/wu/hao: {department: 财政局}", "is not user/"),
        Fifth("LongId", "user/" + std::string(64, 'a') + ": {department: 财政局}", "is not user/"),
        Fifth("NotAMap", "user/wu: DRAFTER", "user/wu must be a map"),
        Fifth("UnknownKey", "user/wu: {department: 财政局, role: DRAFTER}",
              "'role' is not one of its keys"),
        Fifth("KeyTwice", "user/wu: {department: 财政局, department: 法规科}",
              "'department' stands here twice"),
        Fifth("MergeKey", "user/wu: {<<: {department: 财政局}}", "'<<' is not one of its keys"),
        Fifth("NoDepartment", "user/wu: {roles: [DRAFTER]}", "department is missing"),
        Fifth("EmptyDepartment", "user/wu: {department: ''}",
              "user/wu: department: Must have 1 to 100 characters; has 0."),
        Fifth(
            "TwoLineDepartment", "user/wu: {department: \"a\\nb\"}",
            "user/wu: department: Must not contain control characters or line ends; character 2 is "
            "U+000A"),
        Fifth("LongDepartment", "user/wu: {department: " + std::string(101, 'x') + "}",
              "user/wu: department: Must have 1 to 100 characters; has 101."),
        Fifth("UnknownRole", "user/wu: {department: 财政局, roles: [EDITOR]}",
              "'EDITOR' is none of DRAFTER"),
        Fifth("RoleNone", "user/wu: {department: 财政局, roles: [NONE]}", "'NONE' is none of"),
        Fifth("RoleTwice", "user/wu: {department: 财政局, roles: [DRAFTER, DRAFTER]}", "twice"),
        Fifth("RolesNotAList", "user/wu: {department: 财政局, roles: DRAFTER}",
              "roles must be a list"),

        Fifth("BotReviewsLaw", "bot/b: {department: 法规科, roles: [LEGAL_REVIEWER]}",
              "a bot cannot hold the role of a reviewer"),
        Fifth("BotReviewsSecrecy",
              "bot/b: {department: 保密办, roles: [PUBLISHER, SECRECY_REVIEWER]}",
              "a bot cannot hold the role of a reviewer"),
        Fifth("BotDraftsForNobody", "bot/b: {department: 财政局, roles: [DRAFTER]}",
              "must name its person"),
        Fifth("ActsForNobodyKnown", "bot/b: {department: 财政局, on_behalf_of: user/who}",
              "'user/who' is not a user"),
        Fifth("ActsForAService", "user/wu: {department: 财政局, on_behalf_of: service/intake}",
              "'service/intake' is not a user"),
        Fifth("ActsForItself", "user/wu: {department: 财政局, on_behalf_of: user/wu}", "is itself"),
        Refusal{"DeputyOfADeputy",
                kPeople + "  user/a: {department: 财政局, on_behalf_of: user/b}\n"
                          "  user/b: {department: 财政局, on_behalf_of: user/lin}\n",
                5, "acts for somebody else already"},
        Refusal{"BotOfADeputy",
                kPeople + "  user/b: {department: 财政局, on_behalf_of: user/lin}\n"
                          "  bot/b: {department: 财政局, on_behalf_of: user/b}\n",
                6, "acts for somebody else already"},

        Fifth("RevokedWithoutSince", "user/wu: {department: 法规科, revoked: {}}",
              "user/wu: revoked: since is missing"),
        Fifth("RevokedSinceAfterAllYears",
              "user/wu: {department: 法规科, revoked: {since: 9999-12-31T23:59:59-23:59}}",
              "user/wu: revoked: since must be a time of RFC 3339"),
        Fifth("RevokedSinceBeforeAllYears",
              "user/wu: {department: 法规科, revoked: {since: 0001-01-01T00:00:00+08:00}}",
              "user/wu: revoked: since must be a time of RFC 3339"),
        Fifth("RevokedSinceBefore1970",
              "user/wu: {department: 法规科, revoked: {since: 1969-12-31T23:59:59Z}}",
              "user/wu: revoked: since must be a time of RFC 3339"),
        Fifth("RevokedSinceNoTime", "user/wu: {department: 法规科, revoked: {since: 2026-03-01}}",
              "user/wu: revoked: since must be a time of RFC 3339"),
        Fifth("RevokedUntilNoTime",
              "user/wu: {department: 法规科, revoked: {since: 2026-03-01T08:00:00Z, until: soon}}",
              "user/wu: revoked: until must be a time of RFC 3339"),
        Fifth("RevokedUntilBefore",
              "user/wu: {department: 法规科, revoked: {since: 2026-03-01T08:00:00Z, until: "
              "2026-03-01T16:00:00+08:00}}",
              "until must be later than since"),
        Fifth("RevokedBot", "bot/b: {department: 法规科, revoked: {since: 2026-03-01T08:00:00Z}}",
              "bots approve nothing"),
        Fifth("RevokedService",
              "service/intake: {service: intake, revoked: {since: 2026-03-01T08:00:00Z}}",
              "'revoked' is not one of its keys"),

        Refusal{"ClaimsOfNoTime", "claims: {longest_hours: 0}\n" + kPeople, 1,
                "claims: longest_hours must be a whole number from 1 to 720"},
        Refusal{"ClaimsForEver", "claims: {longest_hours: 721}\n" + kPeople, 1,
                "claims: longest_hours must be a whole number from 1 to 720"},
        Refusal{"ClaimsUnknownKey", "claims: {longest: 48}\n" + kPeople, 1, "'longest' is not one"},
        Refusal{"QuotaOfNothing", "quotas: {department_bytes: 0}\n" + kPeople, 1,
                "quotas: department_bytes must be a whole number from 1 to"},
        Refusal{"QuotaBeyondAnyDisk",
                "quotas: {department_bytes: 99999999999999999999}\n" + kPeople, 1,
                "quotas: department_bytes must be a whole number from 1 to"},
        Refusal{"QuotaOfNoChange", "quotas: {changes_per_minute: -1}\n" + kPeople, 1,
                "quotas: changes_per_minute must be a whole number from 1 to"},
        Refusal{"ReassessAtOnce", "reassess: {after_days: 0}\n" + kPeople, 1,
                "reassess: after_days must be a whole number from 1 to 3650"},
        Refusal{"ReassessNever", "reassess: {after_days: 3651}\n" + kPeople, 1,
                "reassess: after_days must be a whole number from 1 to 3650"},
        Refusal{"ReassessUnknownKey", "reassess: {days: 30}\n" + kPeople, 1, "'days' is not one"},

        Refusal{"UnknownVacancy", "vacant: [EMPEROR]\n" + kPeople, 1, "'EMPEROR' is none of"},
        Refusal{"VacantTwice", "vacant: [bot, bot]\n" + kPeople, 1, "twice"},
        Refusal{"VacantNoList", "vacant: PUBLISHER\n" + kPeople, 1, "vacant must be a list"},
        Refusal{"VacantButHeld", "vacant: [PUBLISHER]\n" + kPeople, 1,
                "vacant: PUBLISHER is not, because of bot/all"},

        Fifth("ServiceWithRoles", "service/intake: {service: intake, roles: [DRAFTER]}",
              "'roles' is not one of its keys: service"),
        Fifth("ServiceForSomebody", "service/intake: {service: intake, on_behalf_of: user/lin}",
              "'on_behalf_of' is not one of its keys"),
        Fifth("ServiceOfNoKind", "service/intake: {}", "service is missing"),
        Fifth("UnknownService", "service/intake: {service: storage}", "'storage' is none of"),
        Fifth("PersonAsService", "user/wu: {department: 财政局, service: intake}",
              "'service' is not one of its keys")),
    [](const auto& test) { return test.param.name; });

TEST(Policy, IsNotTakenWhenItIsCutOffAnywhere) {
  const std::string whole = DevelopmentPolicy();
  for (const std::string& yaml :
       {whole, kPeople + "quorum: {legal: 1}\n" + kEnd, "vacant: []\n" + kPeople + kEnd}) {
    ASSERT_TRUE(Policy::Parse(yaml));
    ASSERT_TRUE(Policy::Parse(yaml.substr(0, yaml.size() - 1))) << "all but the last line's end";
    for (std::size_t size = 0; size + 1 < yaml.size(); ++size) {
      EXPECT_FALSE(Policy::Parse(yaml.substr(0, size))) << size << " of " << yaml.size();
    }
  }
  const auto cut = Policy::Parse(kPeople);
  EXPECT_EQ(cut.error().message,
            "line 4: the file must end with the line `...`; without it the file may be cut off.");
  EXPECT_FALSE(Policy::Parse(kPeople + kEnd + "  user/wu: {department: 财政局}\n"))
      << "what follows the end is not silently lost";
  EXPECT_FALSE(Policy::Parse(kPeople + kEnd + "---\n" + kPeople + kEnd));
  EXPECT_TRUE(Policy::Parse(kPeople + "...\r\n\n")) << "line ends of any kind";
}

TEST(Policy, LosesARoleOnlyWhereItSaysSo) {
  const std::string lin = "  user/lin: {department: 法规科, roles: [LEGAL_REVIEWER]}\n";
  const auto with = [&](const std::string& top, const std::string& roles) {
    const Result<Policy> policy =
        Parse(top + "identities:\n" + lin + "  user/sun: {department: 保密办, roles: [" + roles +
              "]}\n  bot/b: {department: 办公室}\n");
    return policy ? "" : policy.error().message;
  };
  EXPECT_EQ(with("", "SECRECY_REVIEWER, DRAFTER, PUBLISHER, AUDITOR"), "");
  for (const std::string lost : {"DRAFTER", "PUBLISHER", "AUDITOR"}) {
    std::string roles = "SECRECY_REVIEWER";
    for (const std::string role : {"DRAFTER", "PUBLISHER", "AUDITOR"}) {
      if (role != lost) roles += ", " + role;
    }
    EXPECT_EQ(with("", roles), "line 1: there is no " + lost +
                                   "; if that is meant, say so: vacant: [" + lost + "].");
    EXPECT_EQ(with("vacant: [" + lost + "]\n", roles), "");
    EXPECT_THAT(with("vacant: [bot]\n", roles), HasSubstr("vacant: "));
  }
  const std::string no_bot = "identities:\n" + lin +
                             "  user/sun: {department: 保密办, roles: [SECRECY_REVIEWER, DRAFTER, "
                             "PUBLISHER, AUDITOR]}\n";
  EXPECT_THAT(Parse(no_bot).error().message, HasSubstr("there is no bot"));
  EXPECT_TRUE(Parse("vacant: [bot]\n" + no_bot));
}

TEST(Policy, SaysWhenAKeyWasInOtherHands) {
  const auto revoked = [](const std::string& time) {
    const Result<Policy> policy =
        Parse(kPeople +
              "  user/wu: {department: 法规科, roles: [LEGAL_REVIEWER], revoked: " + time + "}\n");
    return policy ? policy->Find(base::ActorId("user/wu"))->revoked : std::nullopt;
  };
  constexpr base::Time kEight = std::chrono::sys_days(std::chrono::March / 1 / 2026);
  const auto for_ever = revoked("{since: 2026-03-01T08:00:00+08:00}");
  ASSERT_TRUE(for_ever);
  EXPECT_EQ(for_ever->since, kEight);
  EXPECT_FALSE(for_ever->Covers(kEight - std::chrono::microseconds(1)));
  EXPECT_TRUE(for_ever->Covers(kEight));
  EXPECT_TRUE(for_ever->Covers(kEight + std::chrono::years(50)));

  const auto a_day = revoked("{since: 2026-03-01T00:00:00Z, until: 2026-03-02T00:00:00Z}");
  ASSERT_TRUE(a_day);
  EXPECT_TRUE(a_day->Covers(kEight + std::chrono::days(1) - std::chrono::microseconds(1)));
  EXPECT_FALSE(a_day->Covers(kEight + std::chrono::days(1)));

  EXPECT_EQ(Parse(kPeople)->Find(base::ActorId("user/lin"))->revoked, std::nullopt);
}

TEST(Policy, SaysWhenADecisionNotToPublishIsLookedAtAgain) {
  EXPECT_EQ(Parse(kPeople)->reassessment().after, std::chrono::days(365));
  EXPECT_EQ(Parse("reassess: {after_days: 30}\n" + kPeople)->reassessment().after,
            std::chrono::days(30));
}

TEST(Policy, LimitsClaimsAndWhatIsStored) {
  const Result<Policy> silent = Parse(kPeople);
  ASSERT_TRUE(silent);
  EXPECT_EQ(silent->claims().longest, std::chrono::hours(48));
  EXPECT_EQ(silent->quotas().department_bytes, 10'737'418'240);
  EXPECT_EQ(silent->quotas().changes_per_minute, 120);

  const Result<Policy> policy =
      Parse("claims: {longest_hours: 720}\nquotas: {department_bytes: 1, changes_per_minute: 7}\n" +
            kPeople);
  ASSERT_TRUE(policy) << policy.error().message;
  EXPECT_EQ(policy->claims().longest, std::chrono::hours(720));
  EXPECT_EQ(policy->quotas().department_bytes, 1);
  EXPECT_EQ(policy->quotas().changes_per_minute, 7);
}

// What the ledger could not hold, or nobody could see, as raw bytes and as escapes of YAML.
TEST(Policy, HoldsNoTextThatTheLedgerCouldNotHold) {
  const auto error = [](const std::string& department) {
    const Result<Policy> policy = Parse(kPeople + "  user/wu: {department: " + department + "}\n");
    return policy ? "" : policy.error().message;
  };
  using namespace std::string_literals;
  EXPECT_EQ(error("\"财政局\""), "");
  const std::vector<std::string> not_utf8 = {"\xB2\xC6\xD5\xFE\xBE\xD6",  // 财政局 in GBK
                                             "\xC0\xAF",                  // overlong
                                             "\xE0\x80\xAF",              // overlong
                                             "\xED\xA0\x80",              // a surrogate
                                             "\xF4\x90\x80\x80",          // beyond U+10FFFF
                                             "\xE8\xB4",                  // cut off
                                             "\xFF\xFE"};
  for (const std::string& bytes : not_utf8) {
    for (const std::string quote : {"", "\"", "'"}) {
      const std::string said = error(quote + bytes + quote);
      EXPECT_THAT(said, StartsWith("line 5: ")) << bytes;
      EXPECT_THAT(said, HasSubstr("Must be UTF-8. It comes after '  user/wu: {department: "));
    }
  }
  const std::vector<std::string> unseen = {"\0"s,    "\x01",   "\x1B",   "\x7F",
                                           "\u0085", "\u009F", "\u2028", "\u2029",
                                           "\u202A", "\u202E", "\u2066", "\u2069"};
  for (const std::string& bytes : unseen) {
    const std::string said = error("\"财" + bytes + "政\"");
    EXPECT_THAT(said, StartsWith("line 5: "));
    EXPECT_THAT(said, HasSubstr("It comes after '  user/wu: {department: \"财'."));
  }
  for (const char* escape : {"\\0", "\\a", "\\e", "\\x7F", "\\N", "\\u0085", "\\L", "\\P",
                             "\\u202E", "\\u2066", "\\U00002029", "\\n", "\\r"}) {
    const std::string said = error("\"财" + std::string(escape) + "政\"");
    EXPECT_THAT(said, StartsWith("line 5: user/wu: department: Must ")) << escape;
  }
  EXPECT_THAT(error("\"\\uD800\""), StartsWith("line 5: ")) << "yaml-cpp's own rule";
  EXPECT_THAT(error("' '"), HasSubstr("user/wu: department: Must not be blank"));

  for (const std::string& bytes : unseen) {
    EXPECT_FALSE(Parse("# " + bytes + "\n" + kPeople)) << "not in a comment either";
    EXPECT_FALSE(Parse(kPeople + "  user/" + bytes + "wu: {department: 财政局}\n"));
    EXPECT_FALSE(
        Parse(kPeople + "  user/wu: {department: x, on_behalf_of: \"user/lin" + bytes + "\"}\n"));
    EXPECT_FALSE(Parse(kPeople + "  service/intake: {service: \"intake" + bytes + "\"}\n"));
  }
  EXPECT_EQ(Parse("\xEF\xBB\xBF" + kPeople).error().message,
            "line 1: the file must not start with a byte order mark.");
  std::string utf16 = "\xFF\xFE";
  for (const char c : kPeople + kEnd) utf16 += {c, '\0'};
  EXPECT_FALSE(Policy::Parse(utf16));
}

}  // namespace
}  // namespace gongkai::identity
