#include "services/lib/identity/policy_identity.h"
#include "services/lib/catalog/services.h"

#include <algorithm>
#include <array>

namespace gongkai::identity {
namespace {

using machine::Role;

constexpr std::size_t kMaxText = 100;  // characters
constexpr std::size_t kMostReportsOf = 20;

// The roles that may be limited to the reports of some departments. Heads are those of their own.
constexpr machine::Roles kLimited =
    machine::Roles(Role::kLegalReviewer) | Role::kSecrecyReviewer | Role::kSignatory;
// The roles whose holders claim tasks.
constexpr std::array<std::string_view, 2> kClaiming{"LEGAL_REVIEWER", "SECRECY_REVIEWER"};

// The roles in which only people decide.
constexpr machine::Roles kDeciders =
    machine::Roles(Role::kLegalReviewer) | Role::kSecrecyReviewer | Role::kHead | Role::kSignatory;

template <class Texts>
std::string Listed(const Texts& texts) {
  std::string out;
  for (const std::string_view text : texts) (out += out.empty() ? "" : ", ") += text;
  return out;
}

machine::Roles ReadRoles(const YamlField& field, const std::string& what) {
  machine::Roles roles;
  for (const std::string& name : ReadWords(field, what, RoleNames())) {
    roles = roles | *machine::ParseRole(name);
  }
  return roles;
}

Revocation ReadRevocation(const YamlField& field, const std::string& what) {
  const YamlFields fields = ReadMap(field.value, field.where, what, {"since", "until"});
  const YamlField* since = FindField(fields, "since");
  if (since == nullptr) RefuseYaml(field.where, what + ": since is missing.");
  Revocation revocation{.since = ReadTime(*since, what + ": since")};
  if (const YamlField* until = FindField(fields, "until")) {
    revocation.until = ReadTime(*until, what + ": until");
    if (*revocation.until <= revocation.since) {
      RefuseYaml(until->where, what + ": until must be later than since.");
    }
  }
  return revocation;
}

std::vector<std::string> ReadReportsOf(const YamlField& field, const Identity& identity) {
  const std::string what = identity.id.text() + ": reports_of";
  if (!field.value.IsSequence() || field.value.size() == 0) {
    RefuseYaml(field.where, what + " must be a list of departments.");
  }
  if (identity.roles - kLimited == identity.roles) {
    RefuseYaml(field.where, what + ": only the reports of a reviewer or a signatory are limited.");
  }
  if (field.value.size() > kMostReportsOf) {
    RefuseYaml(field.where, what + ": there are more than 20.");
  }
  std::vector<std::string> departments;
  for (const YAML::Node& node : field.value) {
    const std::string& department = ReadLine({.where = node.Mark(), .value = node}, what, kMaxText);
    if (std::ranges::find(departments, department) != departments.end()) {
      RefuseYaml(node.Mark(), what + ": " + Quoted(department) + " stands here twice.");
    }
    departments.push_back(department);
  }
  return departments;
}

machine::Roles ReadSupervises(const YamlField& field, const Identity& identity) {
  const std::string what = identity.id.text() + ": supervises";
  machine::Roles supervises;
  for (const std::string& name : ReadWords(field, what, {kClaiming.begin(), kClaiming.end()})) {
    const Role role = *machine::ParseRole(name);
    if (!identity.roles.Has(role)) {
      RefuseYaml(field.where, what + ": " + name + " is not one of its roles.");
    }
    supervises = supervises | role;
  }
  return supervises;
}

std::string ReadService(const std::string& id, const YamlField& field) {
  const YamlFields fields = ReadMap(field.value, field.where, id, {"service"});
  const YamlField* name = FindField(fields, "service");
  if (name == nullptr) RefuseYaml(field.where, id + ": service is missing.");
  const std::string& service = ReadLine(*name, id + ": service", kMaxText);
  if (!catalog::IsService(service)) {
    RefuseYaml(name->where,
               id + ": " + Quoted(service) + " is none of " + Listed(catalog::kNames) + ".");
  }
  return service;
}

void CheckBot(const Identity& bot, const YAML::Mark& where) {
  if (bot.roles - kDeciders != bot.roles) {
    RefuseYaml(where, bot.id.text() +
                          ": a bot cannot hold the role of a reviewer, a head or a signatory.");
  }
  if (bot.roles.Has(Role::kDrafter) && bot.on_behalf_of.empty()) {
    RefuseYaml(where, bot.id.text() + ": a bot that drafts must name its person in on_behalf_of.");
  }
  if (bot.revoked) {
    RefuseYaml(where, bot.id.text() +
                          ": only what a person approved can be revoked; bots approve nothing.");
  }
}

}  // namespace

std::vector<std::string_view> RoleNames() {
  std::vector<std::string_view> names;
  for (std::size_t i = 1; i < machine::kRoleCount; ++i) {
    names.push_back(machine::ToString(static_cast<Role>(i)));
  }
  return names;
}

std::vector<std::string> ReadWords(const YamlField& field, const std::string& what,
                                   const std::vector<std::string_view>& allowed) {
  if (!field.value.IsSequence()) RefuseYaml(field.where, what + " must be a list: [DRAFTER].");
  std::vector<std::string> words;
  for (const YAML::Node& node : field.value) {
    const std::string word = node.IsScalar() ? node.Scalar() : "";
    if (std::ranges::find(allowed, word) == allowed.end()) {
      RefuseYaml(node.Mark(), what + ": " + Quoted(word) + " is none of " + Listed(allowed) + ".");
    }
    if (std::ranges::find(words, word) != words.end()) {
      RefuseYaml(node.Mark(), what + ": " + word + " stands here twice.");
    }
    words.push_back(word);
  }
  return words;
}

Identity ReadIdentity(const std::string& id, const YamlField& field) {
  std::optional<base::ActorId> actor = base::ActorId::Parse(id);
  if (!actor) {
    RefuseYaml(field.where, Quoted(id) +
                                " is not user/, bot/ or service/ and a name of 1 to 63 of a-z, "
                                "0-9, -.");
  }
  Identity identity{.id = *std::move(actor)};
  if (identity.id.kind() == base::ActorKind::kService) {
    identity.service = ReadService(id, field);
    return identity;
  }

  const YamlFields fields =
      ReadMap(field.value, field.where, id,
              {"department", "roles", "on_behalf_of", "revoked", "reports_of", "supervises"});
  const YamlField* department = FindField(fields, "department");
  if (department == nullptr) RefuseYaml(field.where, id + ": department is missing.");
  identity.department = ReadLine(*department, id + ": department", kMaxText);
  if (const YamlField* roles = FindField(fields, "roles")) {
    identity.roles = ReadRoles(*roles, id + ": roles");
  }
  if (const YamlField* principal = FindField(fields, "on_behalf_of")) {
    identity.on_behalf_of = base::ActorId(ReadLine(*principal, id + ": on_behalf_of", kMaxText));
  }
  if (const YamlField* revoked = FindField(fields, "revoked")) {
    identity.revoked = ReadRevocation(*revoked, id + ": revoked");
  }
  if (const YamlField* reports_of = FindField(fields, "reports_of")) {
    identity.reports_of = ReadReportsOf(*reports_of, identity);
  }
  if (const YamlField* supervises = FindField(fields, "supervises")) {
    identity.supervises = ReadSupervises(*supervises, identity);
  }
  if (identity.id.kind() == base::ActorKind::kBot) CheckBot(identity, field.where);
  return identity;
}

}  // namespace gongkai::identity
