#include "services/workflow/api/commands.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "services/lib/catalog/limits.h"
#include "services/lib/identity/access.h"
#include "services/lib/identity/delegation.h"
#include "services/lib/request/fields.h"
#include "services/workflow/api/detail_fields.h"
#include "workflow/base/digest.h"
#include "workflow/error/errors.h"

namespace gongkai::workflow {
namespace {

using request::FieldCheck;
using request::Presence;

// What a stage service may refuse an action for itself.
constexpr std::array kServiceRules{Reason::kAssertionNotAllowed, Reason::kContentCorrupt,
                                   Reason::kContentIncomplete,   Reason::kTooManyAttachments,
                                   Reason::kAttachmentNotFound,  Reason::kFindingsChanged};

// Returns the detail that an action must bring.
v1::Command::DetailCase DetailOf(v1::Action action) {
  switch (action) {
    case v1::CREATE:
      return v1::Command::kCreate;
    case v1::EDIT:
      return v1::Command::kEdit;
    case v1::SUBMIT:
      return v1::Command::kSubmit;
    case v1::CLAIM:
    case v1::TAKE_OVER:
      return v1::Command::kClaim;
    case v1::APPROVE_LEGAL:
    case v1::APPROVE_SECRECY:
      return v1::Command::kApprove;
    case v1::RETURN:
      return v1::Command::kReturned;
    case v1::SIGN:
      return v1::Command::kSign;
    case v1::REFER:
      return v1::Command::kRefer;
    case v1::WITHHOLD:
      return v1::Command::kWithhold;
    case v1::ADJUDICATE:
      return v1::Command::kAdjudicate;
    case v1::PUBLISH:
      return v1::Command::kPublish;
    case v1::PROPOSE_PURGE:
    case v1::PURGE:
      return v1::Command::kPurge;
    default:
      return v1::Command::DETAIL_NOT_SET;
  }
}

Status CheckFields(const v1::Command& command, Completeness completeness) {
  const bool whole = completeness == Completeness::kWhole;
  const bool new_content = command.action() == v1::CREATE || command.action() == v1::EDIT;
  const v1::Command::DetailCase detail = DetailOf(command.action());
  const bool may_lack = !whole || command.action() == v1::RETURN || command.action() == v1::PUBLISH;
  FieldCheck check(command, "command");
  check.Name("command.name", command.name())
      .Enum("command.action", command.action(), v1::Action_IsValid)
      .Require(
          !v1::Action_IsValid(command.action()) ||
              !machine::IsOnlyRecorded(static_cast<machine::Action>(command.action())),
          "command.action",
          {"Must not be SUPERSEDE, DENIED, REVOKE, SET_POLICY, DUE_SOON, OVERDUE or RESCHEDULE: "
           "these are recorded, never asked for.",
           "不得是 SUPERSEDE、DENIED、REVOKE、SET_POLICY、DUE_SOON、OVERDUE 或 "
           "RESCHEDULE：这些只予记录，不能请求。"})
      .RequestId(command.request_id())
      .Digest("command.request_sha256", command.request_sha256(),
              command.request_id().empty() ? Presence::kOptional : Presence::kRequired)
      .Line("command.etag", command.etag(), limits::kEtag)
      .Digest("command.content_sha256", command.content_sha256(),
              whole && new_content ? Presence::kRequired : Presence::kOptional)
      .Name("command.corrects", command.corrects(), Presence::kOptional)
      .Require(command.corrects().empty() || command.action() == v1::CREATE, "command.corrects",
               {"Only with CREATE.", "只在 CREATE 时填写。"})
      .Text("command.comment", command.comment(), {0, limits::kComment.max})
      .AtMost("command.from_states", command.from_states_size(), limits::kStates)
      .Require(command.detail_case() == detail ||
                   (may_lack && command.detail_case() == v1::Command::DETAIL_NOT_SET),
               "command.detail",
               {"Must be the detail of the action, and nothing where the action has none.",
                "必须是该动作的详情；该动作没有详情的，不填。"});
  for (const int state : command.from_states()) {
    check.Enum("command.from_states", state, v1::State_IsValid);
  }
  CheckDetail(command, check);
  return check.Done();
}

// Returns whether the message, or one in it, has a field that this program does not know.
bool HasUnknownFields(const google::protobuf::Message& message) {
  const auto& reflection = *message.GetReflection();
  if (!reflection.GetUnknownFields(message).empty()) return true;
  const auto& type = *message.GetDescriptor();
  for (int i = 0; i < type.field_count(); ++i) {
    const auto* field = type.field(i);
    if (field->message_type() == nullptr) continue;
    if (!field->is_repeated()) {
      // One that is not there is none: a type that contains itself would have no end.
      if (reflection.HasField(message, field) &&
          HasUnknownFields(reflection.GetMessage(message, field))) {
        return true;
      }
      continue;
    }
    for (int k = 0; k < reflection.FieldSize(message, field); ++k) {
      if (HasUnknownFields(reflection.GetRepeatedMessage(message, field, k))) return true;
    }
  }
  return false;
}

// Returns the bytes of the detail, as they are recorded and hashed from now on. Fields that this
// program does not know are left out: nobody has checked them.
std::string DetailBytes(const v1::Command& command) {
  const auto* field = v1::Command::descriptor()->FindFieldByNumber(command.detail_case());
  if (field == nullptr) return {};
  const auto& detail = command.GetReflection()->GetMessage(command, field);
  if (!HasUnknownFields(detail)) return detail.SerializeAsString();
  std::unique_ptr<google::protobuf::Message> known(detail.New());
  known->CopyFrom(detail);
  known->DiscardUnknownFields();
  return known->SerializeAsString();
}

}  // namespace

machine::Actor ViewerOf(const machine::Actor& caller) {
  machine::Actor viewer = caller;
  if (caller.IsService()) viewer.roles = machine::Role::kAuditor;
  return viewer;
}

ledger::ReviewPolicy ReviewPolicyOf(const identity::Policy& policy) {
  return {.legal_quorum = policy.quorum().legal,
          .secrecy_quorum = policy.quorum().secrecy,
          .legal_departments = policy.quorum().legal_departments,
          .secrecy_departments = policy.quorum().secrecy_departments,
          .longest_claim = policy.claims().longest,
          .head_endorses = policy.opinions().head,
          .co_issuing_heads_endorse = policy.opinions().co_issuing_heads,
          .signatory_signs = policy.opinions().signatory,
          .digest = policy.digest()};
}

std::vector<ledger::Revocation> RevocationsOf(const identity::Policy& policy) {
  std::vector<ledger::Revocation> revocations;
  for (const identity::Identity& identity : policy.identities()) {
    if (!identity.revoked) continue;
    revocations.push_back({.identity = identity.id,
                           .since = identity.revoked->since,
                           .until = identity.revoked->until.value_or(base::Time{})});
  }
  return revocations;
}

std::optional<Error> RefuseForeignAction(const v1::Command& command, const rpc::Call& call) {
  const std::string_view service = call.caller.Sender();
  if (service.empty()) return errors::ServiceOnly(call.caller.id.text(), "ApplyAction");
  if (!v1::Action_IsValid(command.action())) return std::nullopt;  // its field check says so
  const auto action = static_cast<machine::Action>(command.action());
  if (identity::MayAssert(service, action)) return std::nullopt;
  return errors::AssertionNotAllowed(base::ActorId::OfService(service).text(),
                                     machine::ToString(action));
}

std::optional<Error> RefuseAssertion(const v1::Command& command, const rpc::Call& call) {
  if (Status delegated = identity::CheckDelegation(call.caller, call.method); !delegated) {
    return std::move(delegated).error();
  }
  return RefuseForeignAction(command, call);
}

Result<std::optional<Reason>> ReadRefusal(const v1::RecordRefusalRequest& request) {
  if (request.reason().empty()) return std::optional<Reason>();
  const auto rule = std::ranges::find(kServiceRules, request.reason(),
                                      [](Reason reason) { return InfoOf(reason).name; });
  if (rule == kServiceRules.end()) {
    return errors::InvalidField("reason", {"Must be a reason that a stage service refuses for.",
                                           "必须是各阶段服务可以据以拒绝的原因。"});
  }
  return std::optional(*rule);
}

Result<ledger::Command> ReadCommand(const v1::Command& request, const machine::Actor& caller,
                                    const identity::Policy& policy, Completeness completeness) {
  if (Status ok = CheckFields(request, completeness); !ok) return ok.error();
  ledger::Command command{
      .subject = ledger::ReportSubject(request::IdOf(request.name())),
      .action = static_cast<machine::Action>(request.action()),
      .actor = caller,
      .policy = ReviewPolicyOf(policy),
      .request_id = request.request_id(),
      .request = base::Digest::FromHex(request.request_sha256()),
      .etag = request.etag(),
      .content = base::Digest::FromHex(request.content_sha256()),
      .comment = request.comment(),
      .detail = DetailBytes(request),
  };
  if (!request.corrects().empty()) command.corrects = request::IdOf(request.corrects());
  for (const auto state : request.from_states()) {
    command.from.push_back(static_cast<machine::State>(state));
  }
  std::optional<ledger::Detail> facts = ledger::ReadDetail(command.action, command.detail);
  if (!facts) return errors::Internal("a detail that was checked cannot be read");
  command.facts = *std::move(facts);
  return command;
}

}  // namespace gongkai::workflow
