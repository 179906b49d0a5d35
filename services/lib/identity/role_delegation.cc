#include "services/lib/identity/role_delegation.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "services/lib/identity/policy_identity.h"

namespace gongkai::identity {
namespace {

using machine::Role;

constexpr std::size_t kMostDelegations = 200;
constexpr std::size_t kMaxId = 100;  // characters

// The roles in which people decide. Drafters have colleagues, and auditors change nothing.
constexpr std::array kDelegable{Role::kLegalReviewer, Role::kSecrecyReviewer, Role::kPublisher,
                                Role::kHead, Role::kSignatory};

const YamlField& Required(const YamlFields& fields, std::string_view key, const YAML::Mark& where,
                          const std::string& what) {
  const YamlField* field = FindField(fields, key);
  if (field == nullptr) RefuseYaml(where, what + ": " + std::string(key) + " is missing.");
  return *field;
}

base::ActorId ReadUser(const YamlField& field, const std::string& what) {
  const std::string& text = ReadLine(field, what, kMaxId);
  const std::optional<base::ActorId> id = base::ActorId::Parse(text);
  if (!id || id->kind() != base::ActorKind::kUser) {
    RefuseYaml(field.where, what + ": " + Quoted(text) + " is not user/ and a name.");
  }
  return *id;
}

Role ReadRole(const YamlField& field, const std::string& what) {
  const std::string& text = ReadLine(field, what, kMaxId);
  const std::optional<Role> role = machine::ParseRole(text);
  if (!role || std::ranges::find(kDelegable, *role) == kDelegable.end()) {
    std::string names;
    for (const Role each : kDelegable) {
      names.append(names.empty() ? "" : ", ").append(machine::ToString(each));
    }
    RefuseYaml(field.where, what + ": " + Quoted(text) + " is none of " + names + ".");
  }
  return *role;
}

std::string NameOf(const RoleDelegation& delegation) {
  return "delegations: " + delegation.from.text() + " to " + delegation.to.text();
}

RoleDelegation ReadDelegation(const YAML::Node& node) {
  const std::string what = "delegations";
  const YAML::Mark where = node.Mark();
  const YamlFields fields = ReadMap(node, where, what, {"from", "to", "role", "until", "by"});
  RoleDelegation delegation{
      .from = ReadUser(Required(fields, "from", where, what), what + ": from"),
      .to = ReadUser(Required(fields, "to", where, what), what + ": to"),
      .role = ReadRole(Required(fields, "role", where, what), what + ": role"),
      .until = ReadTime(Required(fields, "until", where, what), what + ": until"),
      .by = ReadUser(Required(fields, "by", where, what), what + ": by")};
  if (delegation.from == delegation.to) RefuseYaml(where, NameOf(delegation) + ": to oneself.");
  if (delegation.by == delegation.to) {
    RefuseYaml(where, NameOf(delegation) + ": by: nobody hands a role to themselves.");
  }
  return delegation;
}

const Identity& FindUser(const Policy& policy, const base::ActorId& id, const YAML::Mark& where) {
  const Identity* found = policy.Find(id);
  if (found == nullptr) {
    RefuseYaml(where, "delegations: " + id.text() + " is not an identity of this policy.");
  }
  return *found;
}

// Returns whether `from` gives, directly or by others, to `to`.
bool Reaches(const std::vector<RoleDelegation>& delegations, const base::ActorId& from,
             const base::ActorId& to) {
  std::vector<base::ActorId> reached{from};
  for (std::size_t i = 0; i < reached.size(); ++i) {
    if (reached[i] == to) return true;
    for (const RoleDelegation& each : delegations) {
      if (each.from != reached[i]) continue;
      const bool known = std::ranges::find(reached, each.to) != reached.end();
      if (!known) reached.push_back(each.to);
    }
  }
  return false;
}

void CheckDelegation(const RoleDelegation& delegation, const Policy& policy,
                     const YAML::Mark& where) {
  const std::string name = NameOf(delegation);
  const std::string role(machine::ToString(delegation.role));
  const Identity& from = FindUser(policy, delegation.from, where);
  const Identity& to = FindUser(policy, delegation.to, where);
  FindUser(policy, delegation.by, where);
  if (!from.roles.Has(delegation.role)) {
    RefuseYaml(where, name + ": " + from.id.text() + " does not hold " + role +
                          "; only who holds a role hands it on.");
  }
  if (to.roles.Has(delegation.role)) {
    RefuseYaml(where, name + ": " + to.id.text() + " holds " + role + " already.");
  }
  if (!from.on_behalf_of.empty() || !to.on_behalf_of.empty()) {
    RefuseYaml(where, name + ": one of them acts for somebody else already.");
  }
  if (delegation.role == Role::kHead && from.department != to.department) {
    RefuseYaml(where, name + ": a head's role stays in the department.");
  }
}

}  // namespace

std::vector<RoleDelegation> ReadDelegations(const YamlField& field) {
  if (!field.value.IsSequence()) RefuseYaml(field.where, "delegations must be a list.");
  if (field.value.size() > kMostDelegations) {
    RefuseYaml(field.where, "delegations: there are more than 200.");
  }
  std::vector<RoleDelegation> delegations;
  for (const YAML::Node& node : field.value) delegations.push_back(ReadDelegation(node));
  return delegations;
}

void CheckDelegations(const std::vector<RoleDelegation>& delegations, const Policy& policy,
                      const YamlField& field) {
  for (std::size_t i = 0; i < delegations.size(); ++i) {
    const RoleDelegation& delegation = delegations[i];
    const YAML::Mark where = field.value[i].Mark();
    if (Reaches(delegations, delegation.to, delegation.from)) {
      RefuseYaml(where, NameOf(delegation) + ": the delegations go in a circle.");
    }
    CheckDelegation(delegation, policy, where);
    const auto twice = std::ranges::find_if(
        delegations.begin(), delegations.begin() + static_cast<std::ptrdiff_t>(i),
        [&](const RoleDelegation& other) {
          return other.to == delegation.to && other.role == delegation.role;
        });
    if (twice != delegations.begin() + static_cast<std::ptrdiff_t>(i)) {
      RefuseYaml(where, NameOf(delegation) + ": " + delegation.to.text() + " has that role from " +
                            twice->from.text() + " already, and acts for one person in it.");
    }
  }
}

}  // namespace gongkai::identity
