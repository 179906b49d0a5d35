// From a request of the API to a command of the ledger.
#pragma once

#include "gongkai/workflow/v1/workflow_service.pb.h"
#include "services/server/caller.h"
#include "services/server/policy.h"
#include "workflow/error/result.h"
#include "workflow/ledger/command.h"

namespace gongkai::workflow {

ledger::Actor ActorOf(const server::Caller& caller);
ledger::Quorum QuorumOf(const server::Policy& policy);

// The command, its fields checked against the limits that the proto states (INVALID_FIELD). An
// action that is not the asserting service's own becomes a command that is refused already, so that
// the attempt is recorded.
Result<ledger::Command> ReadCommand(const v1::ApplyActionRequest& request,
                                    const server::Caller& caller, ledger::Quorum quorum);

}  // namespace gongkai::workflow
