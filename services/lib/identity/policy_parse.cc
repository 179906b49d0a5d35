#include <algorithm>
#include <set>
#include <utility>

#include "services/lib/identity/policy.h"
#include "services/lib/identity/policy_identity.h"
#include "services/lib/identity/role_delegation.h"
#include "services/lib/identity/yaml_fields.h"
#include "workflow/error/errors.h"

namespace gongkai::identity {
namespace {

using machine::Role;

constexpr std::size_t kMaxBytes = std::size_t{1} << 20;
constexpr std::int64_t kMaxQuorum = 100;
constexpr std::int64_t kMaxClaimHours = 720;
constexpr std::int64_t kMaxDepartmentBytes = std::int64_t{1} << 50;
constexpr std::int64_t kMaxChangesPerMinute = 1'000'000;
constexpr std::int64_t kMaxReassessmentDays = 3650;
constexpr std::int64_t kMaxStageDays = 250;

// What `vacant` says when there is no bot.
constexpr std::string_view kBots = "bot";

// What may be vacant.
std::vector<std::string_view> Holdings() {
  std::vector<std::string_view> names = RoleNames();
  names.push_back(kBots);
  return names;
}

// Puts the number of that key, where there is one, into `number`.
template <class Number>
void ReadInto(Number& number, const YamlFields& fields, const std::string& map,
              std::string_view key, std::int64_t max) {
  const YamlField* field = FindField(fields, key);
  if (field == nullptr) return;
  number = static_cast<Number>(ReadNumber(*field, map + ": " + std::string(key), 1, max));
}

Quorum ReadQuorum(const YamlField& field) {
  const YamlFields fields =
      ReadMap(field.value, field.where, "quorum",
              {"legal", "secrecy", "legal_departments", "secrecy_departments"});
  Quorum quorum;
  ReadInto(quorum.legal, fields, "quorum", "legal", kMaxQuorum);
  ReadInto(quorum.secrecy, fields, "quorum", "secrecy", kMaxQuorum);
  ReadInto(quorum.legal_departments, fields, "quorum", "legal_departments", kMaxQuorum);
  ReadInto(quorum.secrecy_departments, fields, "quorum", "secrecy_departments", kMaxQuorum);
  return quorum;
}

Opinions ReadOpinions(const YamlField& field) {
  constexpr std::string_view kHead = "HEAD";
  constexpr std::string_view kCoIssuingHeads = "CO_ISSUING_HEADS";
  constexpr std::string_view kSignatory = "SIGNATORY";
  const auto words = ReadWords(field, "opinions", {kHead, kCoIssuingHeads, kSignatory});
  const auto has = [&words](std::string_view word) {
    return std::ranges::find(words, word) != words.end();
  };
  return {
      .head = has(kHead), .co_issuing_heads = has(kCoIssuingHeads), .signatory = has(kSignatory)};
}

Claims ReadClaims(const YamlField& field) {
  const YamlFields fields = ReadMap(field.value, field.where, "claims", {"longest_hours"});
  Claims claims;
  ReadInto(claims.longest, fields, "claims", "longest_hours", kMaxClaimHours);
  return claims;
}

Quotas ReadQuotas(const YamlField& field) {
  const YamlFields fields =
      ReadMap(field.value, field.where, "quotas", {"department_bytes", "changes_per_minute"});
  Quotas quotas;
  ReadInto(quotas.department_bytes, fields, "quotas", "department_bytes", kMaxDepartmentBytes);
  ReadInto(quotas.changes_per_minute, fields, "quotas", "changes_per_minute", kMaxChangesPerMinute);
  return quotas;
}

StageDays ReadStageDays(const YamlField& field) {
  const std::string map = "deadlines";
  const YamlFields fields = ReadMap(field.value, field.where, map,
                                    {"legal_days", "secrecy_days", "clearance_days", "near_days"});
  StageDays days;
  ReadInto(days.legal, fields, map, "legal_days", kMaxStageDays);
  ReadInto(days.secrecy, fields, map, "secrecy_days", kMaxStageDays);
  ReadInto(days.clearance, fields, map, "clearance_days", kMaxStageDays);
  ReadInto(days.near, fields, map, "near_days", kMaxStageDays);
  return days;
}

Reassessment ReadReassessment(const YamlField& field) {
  const YamlFields fields = ReadMap(field.value, field.where, "reassess", {"after_days"});
  Reassessment reassessment;
  ReadInto(reassessment.after, fields, "reassess", "after_days", kMaxReassessmentDays);
  return reassessment;
}

// Whoever acts for somebody counts as that person in the four-eyes rule, one step and no more.
void CheckPrincipal(const Identity& identity, const Policy& policy, const YAML::Mark& where) {
  if (identity.on_behalf_of.empty()) return;
  const std::string what =
      identity.id.text() + ": on_behalf_of: " + Quoted(identity.on_behalf_of.text());
  if (identity.on_behalf_of == identity.id) RefuseYaml(where, what + " is itself.");
  const Identity* principal = policy.Find(identity.on_behalf_of);
  if (principal == nullptr || principal->id.kind() != base::ActorKind::kUser) {
    RefuseYaml(where, what + " is not a user of this policy.");
  }
  if (!principal->on_behalf_of.empty()) {
    RefuseYaml(where, what + " acts for somebody else already.");
  }
}

void CheckDepartments(int quorum, Role role, const std::vector<Identity>& identities,
                      const YAML::Mark& where) {
  std::set<std::string_view> departments;
  for (const Identity& identity : identities) {
    const bool reviews = identity.id.kind() == base::ActorKind::kUser && identity.roles.Has(role);
    if (reviews) departments.insert(identity.department);
  }
  // One is the rule for every report: CheckQuorum.
  if (quorum > 1 && quorum > static_cast<int>(departments.size())) {
    RefuseYaml(where, "quorum: people of " + std::to_string(quorum) +
                          " departments with the role " + std::string(machine::ToString(role)) +
                          " must approve, but only those of " + std::to_string(departments.size()) +
                          " hold it.");
  }
}

// The reports of a department in which nobody is are never filed: its name is a mistake.
void CheckReportsOf(const std::vector<Identity>& identities, const YamlFields& entries) {
  std::set<std::string_view> departments;
  for (const Identity& identity : identities) departments.insert(identity.department);
  for (const Identity& identity : identities) {
    for (const std::string& department : identity.reports_of) {
      if (departments.contains(department)) continue;
      RefuseYaml(
          entries.at(identity.id.text()).where,
          identity.id.text() + ": reports_of: " + Quoted(department) + " is nobody's department.");
    }
  }
}

void CheckQuorum(int quorum, Role role, const std::vector<Identity>& identities,
                 const YAML::Mark& where) {
  const auto people = std::ranges::count_if(identities, [role](const Identity& identity) {
    return identity.id.kind() == base::ActorKind::kUser && identity.roles.Has(role);
  });
  if (quorum > people) {
    RefuseYaml(where, "quorum: " + std::to_string(quorum) + " with the role " +
                          std::string(machine::ToString(role)) + " must approve, but only " +
                          std::to_string(people) + " hold it.");
  }
}

// Returns whether the policy can do without the role: nobody's opinion is asked for in it.
bool IsOptional(std::string_view holding, const Opinions& opinions) {
  if (holding == machine::ToString(Role::kHead)) {
    return !opinions.head && !opinions.co_issuing_heads;
  }
  return holding == machine::ToString(Role::kSignatory) && !opinions.signatory;
}

bool Holds(const Identity& identity, std::string_view holding) {
  if (holding == kBots) return identity.id.kind() == base::ActorKind::kBot;
  return identity.roles.Has(*machine::ParseRole(holding));
}

// A role that nobody holds any more is more often a mistake than meant.
void CheckVacancies(const std::vector<std::string>& vacant, const std::vector<Identity>& identities,
                    const Opinions& opinions, const YAML::Mark& where) {
  for (const std::string_view holding : Holdings()) {
    const auto holder = std::ranges::find_if(
        identities, [&](const Identity& identity) { return Holds(identity, holding); });
    const bool said = std::ranges::find(vacant, holding) != vacant.end();
    if (said && holder != identities.end()) {
      RefuseYaml(where, "vacant: " + std::string(holding) + " is not, because of " +
                            holder->id.text() + ".");
    }
    if (!said && holder == identities.end() && !IsOptional(holding, opinions)) {
      RefuseYaml(where, "there is no " + std::string(holding) +
                            "; if that is meant, say so: vacant: [" + std::string(holding) + "].");
    }
  }
}

}  // namespace

Result<Policy> Policy::Parse(std::string_view yaml) try {
  const YAML::Node file = ReadYaml(std::string(yaml), kMaxBytes);
  const YamlFields top = ReadMap(file, file.Mark(), "the file",
                                 {"quorum", "opinions", "claims", "quotas", "deadlines", "reassess",
                                  "vacant", "delegations", "identities"});
  Policy policy;
  const YamlField* quorum = FindField(top, "quorum");
  if (quorum != nullptr) policy.quorum_ = ReadQuorum(*quorum);
  if (const YamlField* opinions = FindField(top, "opinions")) {
    policy.opinions_ = ReadOpinions(*opinions);
  }
  if (const YamlField* claims = FindField(top, "claims")) policy.claims_ = ReadClaims(*claims);
  if (const YamlField* quotas = FindField(top, "quotas")) policy.quotas_ = ReadQuotas(*quotas);
  if (const YamlField* deadlines = FindField(top, "deadlines")) {
    policy.stage_days_ = ReadStageDays(*deadlines);
  }
  if (const YamlField* reassess = FindField(top, "reassess")) {
    policy.reassessment_ = ReadReassessment(*reassess);
  }

  const YamlField* list = FindField(top, "identities");
  if (list == nullptr) RefuseYaml(file.Mark(), "identities is missing.");
  const YamlFields entries = ReadMap(list->value, list->where, "identities");
  for (const auto& [id, field] : entries) policy.identities_.push_back(ReadIdentity(id, field));
  for (const Identity& identity : policy.identities_) {
    CheckPrincipal(identity, policy, entries.at(identity.id.text()).where);
  }
  CheckReportsOf(policy.identities_, entries);
  if (const YamlField* delegations = FindField(top, "delegations")) {
    policy.delegations_ = ReadDelegations(*delegations);
    CheckDelegations(policy.delegations_, policy, *delegations);
  }

  const YAML::Mark& asked = quorum == nullptr ? list->where : quorum->where;
  CheckQuorum(policy.quorum_.legal, Role::kLegalReviewer, policy.identities_, asked);
  CheckQuorum(policy.quorum_.secrecy, Role::kSecrecyReviewer, policy.identities_, asked);
  CheckDepartments(policy.quorum_.legal_departments, Role::kLegalReviewer, policy.identities_,
                   asked);
  CheckDepartments(policy.quorum_.secrecy_departments, Role::kSecrecyReviewer, policy.identities_,
                   asked);
  const YamlField* vacant = FindField(top, "vacant");
  CheckVacancies(
      vacant == nullptr ? std::vector<std::string>() : ReadWords(*vacant, "vacant", Holdings()),
      policy.identities_, policy.opinions_, vacant == nullptr ? list->where : vacant->where);
  policy.text_ = yaml;
  policy.digest_ = base::Sha256(yaml);
  return policy;
} catch (const YAML::Exception& e) {
  const int line = e.mark.is_null() ? 1 : e.mark.line + 1;
  return errors::InvalidFile("line " + std::to_string(line), e.msg);
}

}  // namespace gongkai::identity
