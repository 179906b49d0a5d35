#include "services/review/purges.h"

#include <algorithm>
#include <limits>
#include <string>
#include <vector>

#include "services/lib/catalog/limits.h"
#include "services/lib/request/fields.h"
#include "services/lib/request/request_digest.h"

namespace gongkai::review {
namespace {

namespace wf = workflow::v1;
using request::FieldCheck;

// The rules that both requests have in common.
template <class Request>
FieldCheck CheckCommon(const Request& request) {
  FieldCheck check(request);
  check.Name("name", request.name())
      .Require(request.sha256_size() > 0, "sha256",
               {"Required: the digests of what is meant.", "必须填写所指内容的摘要。"})
      .AtMost("sha256", request.sha256_size(), limits::kPurged)
      .Text("reason", request.reason(), limits::kComment)
      .RequestId(request.request_id())
      .Line("etag", request.etag(), limits::kEtag);
  for (const std::string& digest : request.sha256()) check.Digest("sha256", digest);
  return check;
}

// Returns the command, once `check` has been passed.
template <class Request>
Result<wf::Command> ToCommand(const Request& request, std::string_view method,
                              const FieldCheck& check, wf::Action action) {
  if (Status valid = check.Done(); !valid) return std::move(valid).error();
  wf::Command command;
  command.set_name(request.name());
  command.set_action(action);
  command.set_request_id(request.request_id());
  command.set_request_sha256(request::RequestDigest(method, request));
  command.set_etag(request.etag());
  command.set_comment(request.reason());
  std::vector<std::string> digests(request.sha256().begin(), request.sha256().end());
  std::ranges::sort(digests);
  const auto repeated = std::ranges::unique(digests);
  digests.erase(repeated.begin(), repeated.end());
  for (std::string& digest : digests) command.mutable_purge()->add_sha256(std::move(digest));
  return command;
}

}  // namespace

Result<wf::Command> ReadPurge(const v1::ProposePurgeRequest& request, std::string_view method) {
  return ToCommand(request, method, CheckCommon(request), wf::PROPOSE_PURGE);
}

Result<wf::Command> ReadPurge(const v1::ConfirmPurgeRequest& request, std::string_view method) {
  FieldCheck check = CheckCommon(request);
  check.Range("proposal", request.proposal(), 1, std::numeric_limits<std::int64_t>::max());
  Result<wf::Command> command = ToCommand(request, method, check, wf::PURGE);
  if (command) command->mutable_purge()->set_proposal(request.proposal());
  return command;
}

v1::Purge ToPurge(const wf::Command& command, const rpc::Standing& standing, bool validate_only) {
  v1::Purge purge;
  purge.set_report(command.name());
  *purge.mutable_sha256() = command.purge().sha256();
  purge.set_destroyed(command.action() == wf::PURGE && !validate_only);
  if (!validate_only) purge.set_position(standing.record.newest_position());
  purge.set_etag(standing.record.etag());
  return purge;
}

}  // namespace gongkai::review
