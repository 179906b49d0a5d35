#include "services/workflow/api/policies.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <variant>

#include "services/lib/request/fields.h"
#include "services/lib/request/time.h"
#include "services/workflow/api/convert.h"
#include "workflow/base/actor_id.h"
#include "workflow/base/entry_index.h"
#include "workflow/error/errors.h"
#include "workflow/ledger/detail.h"

namespace gongkai::workflow {
namespace {

constexpr base::BilingualView kEntryRule{
    "Must be entries/{position}, such as entries/42, or empty.",
    "必须是 entries/{position}，例如 entries/42，或者不填。"};

// An entry with the policy by which it was decided.
struct Decided {
  base::EntryIndex position{};  // of the entry, or kEndOfLog
  base::Time time{};            // of the entry, or now
  ledger::Sealed policy;        // the SET_POLICY
  base::Digest digest;          // of the file
  std::string text;             // the file
};

// Returns the position that `name` says, or for an empty name the newest. Returns nullopt for a name that
// is none.
std::optional<base::EntryIndex> PositionOf(const std::string& name) {
  return name.empty() ? ledger::kEndOfLog : base::ParseEntryName(name);
}

// Reads the policy by which the entry was decided.
Result<Decided> ReadPolicy(ledger::Reader& log, const std::string& name) {
  const std::optional<base::EntryIndex> position = PositionOf(name);
  if (!position) return errors::InvalidField("entry", kEntryRule);
  Decided decided{.position = *position, .time = request::Now()};
  if (!name.empty()) {
    const std::optional<ledger::Sealed> entry = log.FindEntry(*position);
    if (!entry) return errors::EntryNotFound(name);
    decided.time = entry->entry.time;
  }
  const std::vector<base::EntryIndex> policies = log.PoliciesOf(*position, *position);
  if (policies.empty()) {
    return errors::InvalidField(
        "entry", {"Must not be of before policies were recorded: the log keeps none for it.",
                  "不得早于台账开始记录策略之时：该条目没有对应的策略。"});
  }
  std::optional<ledger::Sealed> sealed = log.FindEntry(policies.front());
  const auto detail = sealed ? ledger::ReadDetail(sealed->entry.action, sealed->entry.detail)
                             : std::optional<ledger::Detail>();
  const auto* adopted = detail ? std::get_if<ledger::AdoptedPolicy>(&*detail) : nullptr;
  auto text =
      adopted == nullptr ? std::optional<std::string>() : log.FindPolicyFile(adopted->digest);
  if (!text) {
    throw ledger::StoreDamaged("the policy of " + base::EntryName(policies.front()) +
                               " is not kept");
  }
  decided.policy = *std::move(sealed);
  decided.digest = adopted->digest;
  decided.text = *std::move(text);
  return decided;
}

void ShowRoles(machine::Roles roles, google::protobuf::RepeatedField<int>& out) {
  for (std::size_t i = 1; i < machine::kRoleCount; ++i) {
    const auto role = static_cast<machine::Role>(i);
    if (roles.Has(role)) out.Add(ToProto(role));
  }
}

void ShowDelegated(const identity::Policy& policy, const machine::Actor& actor,
                   audit::v1::RolesExplanation& out) {
  for (const identity::RoleDelegation& each : policy.delegations()) {
    const auto in_force = [&each](const machine::DelegatedRole& role) {
      return role.role == each.role && role.from == each.from;
    };
    const auto role = std::ranges::find_if(actor.delegated, in_force);
    if (each.to != actor.id || role == actor.delegated.end()) continue;
    audit::v1::DelegatedRole& row = *out.add_delegated_roles();
    row.set_role(ToProto(each.role));
    row.set_delegator(each.from.text());
    *row.mutable_until_time() = request::ToTimestamp(each.until);
    row.set_decided_by(each.by.text());
    for (const std::string& department : role->reports_of) {
      row.add_reports_of_departments(department);
    }
  }
}

}  // namespace

void NamePolicies(ledger::Reader& log, const std::vector<audit::v1::Entry*>& entries) {
  if (entries.empty()) return;
  const auto index = [](const audit::v1::Entry* entry) {
    return base::EntryIndex{static_cast<std::uint64_t>(entry->position())};
  };
  const auto [first, last] = std::ranges::minmax(entries, {}, index);
  const std::vector<base::EntryIndex> policies = log.PoliciesOf(index(first), index(last));
  for (audit::v1::Entry* entry : entries) {
    const auto behind = std::ranges::upper_bound(policies, index(entry));
    if (behind != policies.begin()) entry->set_policy(base::EntryName(*std::prev(behind)));
  }
}

Status GetPolicy(ledger::Reader& log, const audit::v1::GetPolicyRequest& request,
                 audit::v1::Policy& response) {
  Result<Decided> decided = ReadPolicy(log, request.entry());
  if (!decided) return std::move(decided).error();
  response.set_sha256(decided->digest.ToHex());
  response.set_entry(base::EntryName(decided->policy.entry.index));
  *response.mutable_time() = request::ToTimestamp(decided->policy.entry.time);
  response.set_text(std::move(decided->text));
  return {};
}

Result<ParsedPolicies::Parsed> ParsedPolicies::Parse(const base::Digest& digest,
                                                     std::string_view text) {
  {
    const MutexLock lock(mutex_);
    if (last_ && last_->digest() == digest) return last_;
  }
  Result<identity::Policy> policy = identity::Policy::Parse(text);
  if (!policy) return std::move(policy).error();
  const auto parsed = std::make_shared<const identity::Policy>(*std::move(policy));
  const MutexLock lock(mutex_);
  last_ = parsed;
  return parsed;
}

Status ExplainRoles(ledger::Reader& log, ParsedPolicies& parsed,
                    const audit::v1::ExplainRolesRequest& request,
                    audit::v1::RolesExplanation& response) {
  const std::optional<base::ActorId> id = base::ActorId::Parse(request.identity());
  Status ok = request::FieldCheck(request)
                  .Require(id.has_value(), "identity",
                           {"Must be user/, bot/ or service/ and a name.",
                            "必须是 user/、bot/ 或 service/ 加名称。"})
                  .Done();
  if (!ok) return ok;
  const Result<Decided> decided = ReadPolicy(log, request.entry());
  if (!decided) return decided.error();
  const Result<ParsedPolicies::Parsed> found = parsed.Parse(decided->digest, decided->text);
  if (!found) {
    const std::string& why = found.error().message;
    return errors::InvalidField(
        "entry", {"Must be of a policy that this version can read: " + why + " GetPolicy has it.",
                  "必须是本版本能够读取的策略：" + why + " 策略原文见 GetPolicy。"});
  }
  const identity::Policy& policy = **found;
  response.set_identity(id->text());
  response.set_policy_entry(base::EntryName(decided->policy.entry.index));
  response.set_policy_sha256(decided->digest.ToHex());
  *response.mutable_time() = request::ToTimestamp(decided->time);
  const identity::Identity* listed = policy.Find(*id);
  response.set_listed(listed != nullptr);
  if (listed == nullptr) return {};
  const machine::Actor actor = policy.ActorAt(*listed, decided->time);
  response.set_department(actor.department);
  response.set_on_behalf_of(actor.on_behalf_of.text());
  response.set_revoked((listed->revoked && listed->revoked->Covers(decided->time)) ||
                       log.LoadRevocations(decided->position).IsRevoked(*id, decided->time));
  ShowRoles(actor.roles, *response.mutable_roles());
  ShowRoles(actor.supervises, *response.mutable_supervised_roles());
  ShowDelegated(policy, actor, response);
  for (const std::string& department : actor.reports_of) {
    response.add_reports_of_departments(department);
  }
  return {};
}

}  // namespace gongkai::workflow
