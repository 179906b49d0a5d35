#include "services/publish/checked_action.h"

#include <algorithm>
#include <utility>

#include "services/lib/rpc/content.h"
#include "services/publish/content_check.h"

namespace gongkai::publish {
namespace {

// Returns whether the content is what intake said of it: the reviewers were told the attribute, and
// the heads were asked whose departments it named.
bool IsAsSubmitted(const intake::v1::Content& content, const workflow::v1::Record& record) {
  return content.disclosure().attribute() == record.proposed_disclosure() &&
         std::ranges::equal(content.co_issuing_departments(), record.co_issuing_departments());
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
  // A retry is answered as the first time; another content than the approved one is refused.
  if (validate_only || allowed->replayed || action.content_sha256() != approved) {
    return workflow.Apply(call, action, validate_only);
  }
  Result<intake::v1::Content> content = CheckContent(peers.intake, call, action.name(), approved);
  if (content && !IsAsSubmitted(*content, allowed->record)) {
    content = rpc::CorruptContent(action.name());
  }
  if (!content) {
    if (content.error().reason != Reason::kContentCorrupt) return std::move(content).error();
    return workflow.Refuse(call, action, std::move(content).error());
  }
  peers.headings.Remember(rpc::HeadingOf(*content, approved));
  // What was read here it must still be.
  if (action.etag().empty()) action.set_etag(allowed->record.etag());
  return workflow.Apply(call, action, /*validate_only=*/false);
}

}  // namespace gongkai::publish
