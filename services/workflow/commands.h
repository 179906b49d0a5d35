// From a request of the API to a command of the ledger.
#pragma once

#include <optional>

#include "gongkai/workflow/v1/workflow_service.pb.h"
#include "services/server/call.h"
#include "services/server/policy.h"
#include "workflow/error/result.h"
#include "workflow/ledger/command.h"

namespace gongkai::workflow {

ledger::Actor ActorOf(const server::Caller& caller);
// Returns who reads. A service that reads for itself, where the access table lets it, knows of
// every record, as an auditor does.
ledger::Actor ViewerOf(const server::Caller& caller);
ledger::ReviewPolicy ReviewPolicyOf(const server::Policy& policy);

// Whether a command must bring content and detail.
enum class Completeness { kWhole, kPartial };

// Returns the command, its fields checked against the limits that the proto states.
// Errors: INVALID_FIELD.
Result<ledger::Command> ReadCommand(const v1::Command& request, const server::Caller& caller,
                                    const server::Policy& policy, Completeness completeness);

// Returns why the caller may not ask this of the ledger at all, whatever the report: no service
// passed the call on, or not one that may speak for him here, or the action is not its own.
std::optional<Error> RefuseAssertion(const v1::Command& command, const server::Call& call);

// Returns why the service that passed the call on may not assert the action, whoever it speaks for.
std::optional<Error> RefuseForeignAction(const v1::Command& command, const server::Call& call);

// Returns the reason of the refusal that a stage service asks to record; nothing where it asks for
// the ledger's own. Errors: INVALID_FIELD.
Result<std::optional<Reason>> ReadRefusal(const v1::RecordRefusalRequest& request);

}  // namespace gongkai::workflow
