// Takes the actions that are bound to the approved content: PUBLISH and FILE.
#pragma once

#include <string>

#include "gongkai/workflow/v1/workflow_service.pb.h"
#include "services/lib/rpc/call.h"
#include "services/lib/rpc/headings.h"
#include "services/lib/rpc/peer.h"
#include "services/lib/rpc/workflow_client.h"
#include "workflow/error/result.h"

namespace gongkai::publish {

// The peers that a checked action asks, and where the heading of a checked content is remembered.
// Each must outlive this.
struct Peers {
  rpc::WorkflowClient& workflow;
  rpc::Peer& intake;
  rpc::Headings& headings;
};

// Has the ledger take `action`. First asks the ledger for permission, then reads and checks the
// whole content from intake. `meant` is the digest of the content that the caller means; empty: the
// approved one. If the content is not the approved one, or has another disclosure attribute or
// other co-issuing departments than the ledger was told, the ledger records a refused attempt. With
// `validate_only`, the content is not read and nothing is recorded. Blocks.
// Errors: CONTENT_CORRUPT, CONTENT_CHANGED, and those of workflow and intake, unchanged.
Result<rpc::Standing> ApplyChecked(const rpc::Call& call, workflow::v1::Command action,
                                   const std::string& meant, bool validate_only,
                                   const Peers& peers);

}  // namespace gongkai::publish
