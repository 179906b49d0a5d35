#include "services/publish/checked_action.h"

#include <algorithm>
#include <utility>

#include "gongkai/intake/v1/intake_service.grpc.pb.h"
#include "services/lib/rpc/content.h"
#include "services/lib/rpc/peer_call.h"
#include "services/publish/content_check.h"
#include "workflow/error/errors.h"

namespace gongkai::publish {
namespace {

// Returns whether the content is what intake said of it: the reviewers were told the attribute, and
// the heads were asked whose departments it named.
bool IsAsSubmitted(const intake::v1::Content& content, const workflow::v1::Record& record) {
  return content.disclosure().attribute() == record.proposed_disclosure() &&
         std::ranges::equal(content.co_issuing_departments(), record.co_issuing_departments());
}

// Returns the error for a content with more findings than can be adjudicated.
Error TooManyFindings(const std::string& report) {
  return errors::ContentIncomplete(
      report, {{"report",
                {"The leak check finds more than can be adjudicated; return the report.",
                 "泄露检查的发现过多，无法逐项认定，请退回报告。"}}});
}

// Adds what the leak check finds in the content that the action names.
Status AddLeakCheck(rpc::Peer& intake, const rpc::Call& call, workflow::v1::Command& action) {
  intake::v1::ListFindingsRequest request;
  request.set_name(action.name());
  request.set_content_sha256(action.content_sha256());
  request.set_page_size(1);
  const auto found = rpc::CallPeer<intake::v1::IntakeService::Stub>(
      intake, call, &intake::v1::IntakeService::Stub::async_interface::ListFindings, request);
  if (!found) return found.error();
  if (found->has_more()) return TooManyFindings(action.name());
  *action.mutable_publish()->mutable_leak_check() = found->leak_check();
  return {};
}

}  // namespace

Result<rpc::Standing> ApplyChecked(const rpc::Call& call, workflow::v1::Command action,
                                   const std::string& meant, bool validate_only,
                                   const Peers& peers) {
  rpc::WorkflowClient& workflow = peers.workflow;
  // What would be refused anyway does not make intake read gigabytes first.
  const Result<rpc::Standing> allowed =
      validate_only ? workflow.Check(call, action, /*whole=*/false) : workflow.Admit(call, action);
  if (!allowed) return allowed.error();
  const std::string& approved = allowed->record.content_sha256();
  action.set_content_sha256(meant.empty() ? approved : meant);
  const bool publishes = action.action() == workflow::v1::PUBLISH;
  if (validate_only && publishes) {
    Status added = AddLeakCheck(peers.intake, call, action);
    if (!added) return std::move(added).error();
  }
  // A retry is answered as the first time; another content than the approved one is refused.
  if (validate_only || allowed->replayed || action.content_sha256() != approved) {
    return workflow.Apply(call, action, validate_only);
  }
  Result<CheckedContent> checked = CheckContent(peers.intake, call, action.name(), approved);
  if (checked && !IsAsSubmitted(checked->content, allowed->record)) {
    checked = rpc::CorruptContent(action.name());
  }
  if (!checked) {
    if (checked.error().reason != Reason::kContentCorrupt) return std::move(checked).error();
    return workflow.Refuse(call, action, std::move(checked).error());
  }
  peers.headings.Remember(rpc::HeadingOf(checked->content, approved));
  if (publishes) {
    if (!checked->leak_check) return workflow.Refuse(call, action, TooManyFindings(action.name()));
    *action.mutable_publish()->mutable_leak_check() = *std::move(checked->leak_check);
  }
  // What was read here it must still be.
  if (action.etag().empty()) action.set_etag(allowed->record.etag());
  return workflow.Apply(call, action, /*validate_only=*/false);
}

}  // namespace gongkai::publish
