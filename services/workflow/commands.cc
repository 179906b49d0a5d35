#include "services/workflow/commands.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "services/server/access.h"
#include "services/server/delegation.h"
#include "services/server/fields.h"
#include "services/server/time.h"
#include "workflow/error/errors.h"

namespace gongkai::workflow {
namespace {

using server::FieldCheck;
using server::Presence;

constexpr std::int64_t kDefaultClaimSeconds = 3600;
constexpr int kMaxMissing = 32;
constexpr int kMaxChecklist = 20;
constexpr int kMaxStates = 16;

constexpr std::string_view kApplyAction = "/gongkai.workflow.v1.WorkflowService/ApplyAction";

// What a stage service may refuse an action for itself.
constexpr std::array kServiceRules{Reason::kContentCorrupt, Reason::kTooManyAttachments,
                                   Reason::kAttachmentNotFound};

constexpr auto FindRule(std::string_view name) {
  return std::ranges::find(kServiceRules, name, [](Reason rule) { return InfoOf(rule).name; });
}

std::optional<merkle::Hash> ReadDigest(const std::string& hex) {
  return hex.empty() ? std::nullopt : merkle::FromHex(hex);
}

Status CheckFields(const v1::ApplyActionRequest& request) {
  FieldCheck check;
  check.Name("name", request.name())
      .Enum("action", request.action(), v1::Action_IsValid)
      .Require(request.action() != v1::SUPERSEDE && request.action() != v1::DENIED, "action",
               "Must not be SUPERSEDE or DENIED: these are recorded, never asked for.")
      .RequestId(request.request_id())
      .Digest("request_sha256", request.request_sha256(), Presence::kOptional)
      .Line("etag", request.etag(), {0, 64})
      .Digest("content_sha256", request.content_sha256(), Presence::kOptional)
      .Require((request.action() != v1::CREATE && request.action() != v1::EDIT) ||
                   !request.content_sha256().empty() || request.validate_only(),
               "content_sha256", "Required: the digest of the new content.")
      .Enum("disclosure", request.disclosure(), v1::Disclosure_IsValid, Presence::kOptional)
      .Require(request.missing_size() <= kMaxMissing, "missing", "At most 32.")
      .Name("corrects", request.corrects(), Presence::kOptional)
      .Text("comment", request.comment(), {0, 2000})
      .Line("authority", request.authority(), {0, 200})
      .Enum("ground", request.ground(), v1::Ground_IsValid, Presence::kOptional)
      .Require(request.checklist_size() <= kMaxChecklist, "checklist", "At most 20 questions.")
      .Require(request.from_states_size() <= kMaxStates, "from_states", "At most 16.")
      .Require(
          request.refused_by().empty() || FindRule(request.refused_by()) != kServiceRules.end(),
          "refused_by", "Must be a reason that a stage service refuses for.");
  if (request.has_planned_publish_time()) {
    check.Time("planned_publish_time", request.planned_publish_time());
  }
  if (request.claim_seconds() != 0) {
    check.Range("claim_seconds", request.claim_seconds(), 60, 86'400);
  }
  for (const int state : request.from_states()) {
    check.Enum("from_states", state, v1::State_IsValid);
  }
  for (const v1::ChecklistAnswer& answer : request.checklist()) {
    check.Line("checklist.question", answer.question(), {1, 200})
        .Text("checklist.remark", answer.remark(), {answer.passed() ? 0U : 1U, 300});
  }
  for (const v1::Missing& missing : request.missing()) {
    check.Line("missing.field", missing.field(), {1, 100})
        .Line("missing.rule", missing.rule(), {1, 300});
  }
  return check.Done();
}

// By what the ledger's own rules are not even asked.
std::optional<Error> RefusalOf(const v1::ApplyActionRequest& request,
                               const server::Caller& caller) {
  const std::string_view service = caller.Sender();
  if (service.empty()) return errors::ServiceOnly(caller.id, "ApplyAction");
  if (Status delegated = server::CheckDelegation(caller, kApplyAction); !delegated) {
    return std::move(delegated).error();
  }
  const auto action = static_cast<machine::Action>(request.action());
  if (!server::MayAssert(service, action)) {
    return errors::AssertionNotAllowed("service/" + std::string(service),
                                       machine::ToString(action));
  }
  const auto rule = FindRule(request.refused_by());
  if (rule != kServiceRules.end()) return errors::RefusedByService(*rule, service);
  return std::nullopt;
}

// The same request sent again has the same digest, whatever process reads it.
merkle::Hash DigestOf(const v1::ApplyActionRequest& request) {
  std::string bytes;
  request.SerializeToString(&bytes);  // without maps, one build writes one message one way
  return merkle::Sha256(bytes);
}

}  // namespace

ledger::Actor ActorOf(const server::Caller& caller) {
  return {.id = caller.id,
          .on_behalf_of = caller.on_behalf_of,
          .via = caller.via,
          .department = caller.department,
          .roles = caller.roles,
          .person = caller.kind == server::Kind::kUser};
}

ledger::Quorum QuorumOf(const server::Policy& policy) {
  return {.legal = policy.quorum().legal, .secrecy = policy.quorum().secrecy};
}

Result<ledger::Command> ReadCommand(const v1::ApplyActionRequest& request,
                                    const server::Caller& caller, ledger::Quorum quorum) {
  if (Status ok = CheckFields(request); !ok) return ok.error();
  ledger::Command command{
      .report = std::string(server::IdOf(request.name())),
      .action = static_cast<machine::Action>(request.action()),
      .actor = ActorOf(caller),
      .quorum = quorum,
      .request_id = request.request_id(),
      .request = ReadDigest(request.request_sha256()),
      .etag = request.etag(),
      .content = ReadDigest(request.content_sha256()),
      .disclosure = static_cast<ledger::Disclosure>(request.disclosure()),
      .ground = static_cast<ledger::Ground>(request.ground()),
      .comment = request.comment(),
      .authority = request.authority(),
      .claim_us = 1'000'000 *
                  (request.claim_seconds() != 0 ? request.claim_seconds() : kDefaultClaimSeconds),
      .validate_only = request.validate_only(),
  };
  if (!command.request) command.request = DigestOf(request);
  if (!request.corrects().empty()) command.corrects = server::IdOf(request.corrects());
  if (request.has_planned_publish_time()) {
    command.planned_us = server::ToMicros(request.planned_publish_time());
  }
  for (const auto state : request.from_states()) {
    command.from.push_back(static_cast<machine::State>(state));
  }
  for (const v1::Missing& missing : request.missing()) {
    command.missing.push_back({missing.field(), missing.rule()});
  }
  for (const v1::ChecklistAnswer& answer : request.checklist()) {
    command.checklist.push_back({answer.question(), answer.passed(), answer.remark()});
  }
  command.refusal = RefusalOf(request, caller);
  return command;
}

}  // namespace gongkai::workflow
