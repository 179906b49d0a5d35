// Makes the ledger's commands of what publishers ask for, and checks the fields that the requests
// share.
#pragma once

#include <initializer_list>

#include "gongkai/workflow/v1/workflow_service.pb.h"
#include "services/lib/catalog/limits.h"
#include "services/lib/request/fields.h"
#include "services/lib/request/request_digest.h"
#include "services/lib/rpc/call.h"
#include "workflow/error/result.h"

namespace gongkai::publish {

// Returns the command of `action` on the report of the request, from one of the states `from`.
template <class Request>
workflow::v1::Command ToAction(const rpc::Call& call, const Request& request,
                               workflow::v1::Action action,
                               std::initializer_list<workflow::v1::State> from) {
  workflow::v1::Command out;
  out.set_name(request.name());
  out.set_action(action);
  out.set_request_id(request.request_id());
  out.set_request_sha256(request::RequestDigest(call.method, request));
  out.set_etag(request.etag());
  for (const workflow::v1::State state : from) out.add_from_states(state);
  return out;
}

// Returns OK if the fields of a request with a reason keep their rules. Errors: INVALID_FIELD.
template <class Request>
Status CheckWithReason(const Request& request) {
  return request::FieldCheck(request)
      .Name("name", request.name())
      .RequestId(request.request_id())
      .Line("etag", request.etag(), limits::kEtag)
      .Text("reason", request.reason(), limits::kComment)
      .Done();
}

// Returns OK if the fields of a request that may name a content keep their rules.
// Errors: INVALID_FIELD.
template <class Request>
Status CheckWithContent(const Request& request) {
  return request::FieldCheck(request)
      .Name("name", request.name())
      .Digest("content_sha256", request.content_sha256(), request::Presence::kOptional)
      .RequestId(request.request_id())
      .Line("etag", request.etag(), limits::kEtag)
      .Done();
}

}  // namespace gongkai::publish
