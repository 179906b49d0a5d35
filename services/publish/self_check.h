// Checks what is public by the rules of the leak check in force (全面自查).
#pragma once

#include "gongkai/publish/v1/publish_service.pb.h"
#include "services/lib/rpc/call.h"
#include "services/lib/rpc/peer.h"
#include "services/lib/rpc/workflow_client.h"
#include "workflow/error/result.h"

namespace gongkai::publish {

// Returns a page of publications with what is found in each. Blocks: what was not checked by these rules
// yet is read by intake. A page that has begun ends early rather than with an error of a peer.
// Errors: INVALID_FIELD, those of workflow, and those of intake that are not about one content.
Result<v1::CheckPublicationsResponse> CheckPublications(
    rpc::WorkflowClient& workflow, rpc::Peer& intake, const rpc::Call& call,
    const v1::CheckPublicationsRequest& request);

}  // namespace gongkai::publish
