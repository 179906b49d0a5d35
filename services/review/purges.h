// Makes the ledger's commands of proposals to destroy bytes, and of their confirmations.
#pragma once

#include <string_view>

#include "gongkai/review/v1/review_service.pb.h"
#include "gongkai/workflow/v1/command.pb.h"
#include "services/lib/rpc/call.h"
#include "services/lib/rpc/workflow_client.h"
#include "workflow/error/result.h"

namespace gongkai::review {

// Returns the command for the request, which came as `method`.
// Errors: INVALID_FIELD.
Result<workflow::v1::Command> ReadPurge(const v1::ProposePurgeRequest& request,
                                        std::string_view method);
Result<workflow::v1::Command> ReadPurge(const v1::ConfirmPurgeRequest& request,
                                        std::string_view method);

// Returns what the command has led to. `position` is absent if it was only checked.
v1::Purge ToPurge(const workflow::v1::Command& command, const rpc::Standing& standing,
                  bool validate_only);

}  // namespace gongkai::review
