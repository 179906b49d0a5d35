#include "services/server/policy.h"

#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <array>
#include <initializer_list>
#include <map>
#include <utility>

#include "workflow/error/errors.h"

namespace gongkai::server {
namespace {

using machine::Role;

constexpr std::size_t kMaxBytes = std::size_t{1} << 20;
constexpr std::size_t kMaxDepartmentBytes = 200;

constexpr RoleSet kReviewers = RoleSet(Role::kLegalReviewer) | RoleSet(Role::kSecrecyReviewer);

bool IsControl(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }

// The first broken rule ends the reading, the way yaml-cpp itself reports one; Parse answers it.
[[noreturn]] void Refuse(const YAML::Mark& where, const std::string& rule) {
  throw YAML::Exception(where, rule);
}

std::string Quoted(std::string_view text) { return "'" + std::string(text.substr(0, 100)) + "'"; }

template <class Texts>
std::string Listed(const Texts& texts) {
  std::string out;
  for (const std::string_view text : texts) (out += out.empty() ? "" : ", ") += text;
  return out;
}

struct Field {
  YAML::Mark where;
  YAML::Node value;
};
using Fields = std::map<std::string, Field, std::less<>>;

const Field* FindField(const Fields& fields, std::string_view key) {
  const auto it = fields.find(key);
  return it == fields.end() ? nullptr : &it->second;
}

Fields ReadMap(const YAML::Node& node, const YAML::Mark& where, const std::string& what) {
  if (!node.IsMap()) Refuse(where, what + " must be a map.");
  Fields fields;
  for (const auto& pair : node) {
    const YAML::Mark mark = pair.first.Mark();
    if (!pair.first.IsScalar()) Refuse(mark, what + ": a key must be plain text.");
    const std::string& key = pair.first.Scalar();
    if (!fields.emplace(key, Field{mark, pair.second}).second) {
      Refuse(mark, what + ": " + Quoted(key) + " stands here twice.");
    }
  }
  return fields;
}

Fields ReadMap(const YAML::Node& node, const YAML::Mark& where, const std::string& what,
               std::initializer_list<std::string_view> keys) {
  Fields fields = ReadMap(node, where, what);
  for (const auto& [key, field] : fields) {
    if (std::ranges::find(keys, key) == keys.end()) {
      Refuse(field.where,
             what + ": " + Quoted(key) + " is not one of its keys: " + Listed(keys) + ".");
    }
  }
  return fields;
}

const std::string& ReadText(const Field& field, const std::string& what) {
  if (!field.value.IsScalar()) Refuse(field.where, what + " must be text.");
  const std::string& text = field.value.Scalar();
  if (text.empty() || std::ranges::any_of(text, IsControl)) {
    Refuse(field.where, what + " must be one line of text, not empty.");
  }
  return text;
}

std::vector<std::string_view> RoleNames() {
  std::vector<std::string_view> names;
  for (std::size_t i = 1; i < machine::kRoleCount; ++i) {
    names.push_back(machine::ToString(static_cast<Role>(i)));
  }
  return names;
}

Role ReadRole(const YAML::Node& node, const YAML::Mark& where, const std::string& what) {
  const std::string name = node.IsScalar() ? node.Scalar() : "";
  const std::optional<Role> role = machine::ParseRole(name);
  if (!role || *role == Role::kNone) {
    Refuse(where, what + ": " + Quoted(name) + " is none of " + Listed(RoleNames()) + ".");
  }
  return *role;
}

RoleSet ReadRoles(const Field& field, const std::string& what) {
  if (!field.value.IsSequence()) Refuse(field.where, what + " must be a list: [DRAFTER].");
  RoleSet roles;
  for (const YAML::Node& node : field.value) {
    const Role role = ReadRole(node, node.Mark(), what);
    if (roles.Has(role)) {
      Refuse(node.Mark(), what + ": " + node.Scalar() + " stands here twice.");
    }
    roles = roles | role;
  }
  return roles;
}

int ReadCount(const Field& field, const std::string& what) {
  int count = 0;
  if (!YAML::convert<int>::decode(field.value, count) || count < 1) {
    Refuse(field.where, what + " must be a number of at least 1.");
  }
  return count;
}

Quorum ReadQuorum(const Field& field) {
  const Fields fields = ReadMap(field.value, field.where, "quorum", {"legal", "secrecy"});
  Quorum quorum;
  if (const Field* legal = FindField(fields, "legal")) {
    quorum.legal = ReadCount(*legal, "quorum: legal");
  }
  if (const Field* secrecy = FindField(fields, "secrecy")) {
    quorum.secrecy = ReadCount(*secrecy, "quorum: secrecy");
  }
  return quorum;
}

std::string ReadService(const std::string& id, const Field& field) {
  const Fields fields = ReadMap(field.value, field.where, id, {"service"});
  const Field* name = FindField(fields, "service");
  if (name == nullptr) Refuse(field.where, id + ": service is missing.");
  const std::string& service = ReadText(*name, id + ": service");
  if (!IsServiceName(service)) {
    Refuse(name->where, id + ": " + Quoted(service) + " is none of " + Listed(kServiceNames) + ".");
  }
  return service;
}

Identity ReadIdentity(const std::string& id, const Field& field) {
  const std::optional<Kind> kind = KindOf(id);
  if (!kind) {
    Refuse(field.where,
           Quoted(id) + " is not user/, bot/ or service/ and a name of 1 to 63 of a-z, 0-9, -.");
  }
  Identity identity{.id = id, .kind = *kind};
  if (*kind == Kind::kService) {
    identity.service = ReadService(id, field);
    return identity;
  }

  const Fields fields =
      ReadMap(field.value, field.where, id, {"department", "roles", "on_behalf_of"});
  const Field* department = FindField(fields, "department");
  if (department == nullptr) Refuse(field.where, id + ": department is missing.");
  identity.department = ReadText(*department, id + ": department");
  if (identity.department.size() > kMaxDepartmentBytes) {
    Refuse(department->where, id + ": department must have at most 200 bytes.");
  }
  if (const Field* roles = FindField(fields, "roles")) {
    identity.roles = ReadRoles(*roles, id + ": roles");
  }
  if (const Field* principal = FindField(fields, "on_behalf_of")) {
    identity.on_behalf_of = ReadText(*principal, id + ": on_behalf_of");
  }
  if (identity.kind == Kind::kBot) {
    if (identity.roles - kReviewers != identity.roles) {
      Refuse(field.where, id + ": a bot cannot hold the role of a reviewer.");
    }
    if (identity.roles.Has(Role::kDrafter) && identity.on_behalf_of.empty()) {
      Refuse(field.where, id + ": a bot that drafts must name its person in on_behalf_of.");
    }
  }
  return identity;
}

// Whoever acts for somebody counts as that person in the four-eyes rule, one step and no more.
void CheckDelegation(const Identity& identity, const Policy& policy, const YAML::Mark& where) {
  if (identity.on_behalf_of.empty()) return;
  const std::string what = identity.id + ": on_behalf_of: " + Quoted(identity.on_behalf_of);
  if (identity.on_behalf_of == identity.id) Refuse(where, what + " is itself.");
  const Identity* principal = policy.Find(identity.on_behalf_of);
  if (principal == nullptr || principal->kind != Kind::kUser) {
    Refuse(where, what + " is not a user of this policy.");
  }
  if (!principal->on_behalf_of.empty()) Refuse(where, what + " acts for somebody else already.");
}

void CheckQuorum(int quorum, Role role, const std::vector<Identity>& identities,
                 const YAML::Mark& where) {
  const auto people = std::ranges::count_if(identities, [role](const Identity& identity) {
    return identity.kind == Kind::kUser && identity.roles.Has(role);
  });
  if (quorum > people) {
    Refuse(where, "quorum: " + std::to_string(quorum) + " with the role " +
                      std::string(machine::ToString(role)) + " must approve, but only " +
                      std::to_string(people) + " hold it.");
  }
}

// yaml-cpp would end the file at a NUL, and say nothing.
void CheckBytes(std::string_view yaml) {
  YAML::Mark mark;
  mark.line = 0;
  if (yaml.size() > kMaxBytes) Refuse(mark, "the file must have at most 1 MiB.");
  for (const char c : yaml) {
    if (c == '\n') ++mark.line;
    if (IsControl(c) && c != '\n' && c != '\r' && c != '\t') {
      Refuse(mark, "the file must not hold control characters.");
    }
  }
}

}  // namespace

Result<Policy> Policy::Parse(std::string_view yaml) try {
  CheckBytes(yaml);
  const std::vector<YAML::Node> documents = YAML::LoadAll(std::string(yaml));
  if (documents.size() != 1) Refuse(YAML::Mark(), "the file must hold one YAML document.");
  const YAML::Mark start = documents.front().Mark();

  const Fields top = ReadMap(documents.front(), start, "the file", {"quorum", "identities"});
  const Field* quorum_field = FindField(top, "quorum");
  const Quorum quorum = quorum_field == nullptr ? Quorum() : ReadQuorum(*quorum_field);

  const Field* list = FindField(top, "identities");
  if (list == nullptr) Refuse(start, "identities is missing.");
  const Fields entries = ReadMap(list->value, list->where, "identities");
  std::vector<Identity> identities;
  identities.reserve(entries.size());
  for (const auto& [id, field] : entries) identities.push_back(ReadIdentity(id, field));

  Policy policy(quorum, std::move(identities));
  for (const Identity& identity : policy.identities_) {
    CheckDelegation(identity, policy, entries.at(identity.id).where);
  }
  const YAML::Mark& where = quorum_field == nullptr ? list->where : quorum_field->where;
  CheckQuorum(quorum.legal, Role::kLegalReviewer, policy.identities_, where);
  CheckQuorum(quorum.secrecy, Role::kSecrecyReviewer, policy.identities_, where);
  return policy;
} catch (const YAML::Exception& e) {
  const int line = e.mark.is_null() ? 1 : e.mark.line + 1;
  return errors::InvalidField("line " + std::to_string(line), e.msg);
}

}  // namespace gongkai::server
