// Answers what somebody may do with a report now, as the ledger would decide.
#pragma once

#include "gongkai/workflow/v1/permission.pb.h"
#include "gongkai/workflow/v1/workflow_service.pb.h"
#include "services/lib/rpc/call.h"
#include "services/workflow/api/service_context.h"
#include "workflow/error/result.h"
#include "workflow/ledger/record.h"

namespace gongkai::workflow {

// Adds to `response` each action with what the ledger would answer the caller.
void ListActions(const ServiceContext& context, const rpc::Call& call, const ledger::Record& record,
                 v1::ListActionsResponse& response);

// Checks the report's name and the action. Errors: INVALID_FIELD.
Status CheckQuestion(const v1::ExplainPermissionRequest& request);

// Sets `response` for the person that a checked request names, with the entries of the report on
// which a rule rests that does not hold. Who is no auditor is not told more than a refusal tells.
// Errors: INVALID_FIELD (the identity is not in the policy),
// ROLE_REQUIRED (the caller asks about somebody else and is no auditor).
Status ExplainPermission(const ServiceContext& context, const rpc::Call& call,
                         const ledger::Record& record, const v1::ExplainPermissionRequest& request,
                         v1::PermissionExplanation& response);

}  // namespace gongkai::workflow
