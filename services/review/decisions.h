// What the reviewers' decisions ask of the ledger. Pure: requests in, actions out.
#pragma once

#include "gongkai/review/v1/review_service.pb.h"
#include "gongkai/workflow/v1/workflow_service.pb.h"
#include "services/review/stage.h"
#include "workflow/error/result.h"

namespace gongkai::review {

struct Decision {
  TaskName task;
  // All but request_sha256. Only from a state of the task's stage: what is decided under the name
  // of another stage is refused by the ledger, which records it.
  workflow::v1::Command action;
  bool validate_only = false;  // only to be checked
};

// INVALID_FIELD where the request breaks a rule that its proto comments state.
Result<Decision> ReadDecision(const v1::ClaimTaskRequest& request);
Result<Decision> ReadDecision(const v1::ReleaseTaskRequest& request);
Result<Decision> ReadDecision(const v1::ApproveTaskRequest& request);
Result<Decision> ReadDecision(const v1::ReturnTaskRequest& request);
Result<Decision> ReadDecision(const v1::ReferTaskRequest& request);
Result<Decision> ReadDecision(const v1::ResolveTaskRequest& request);
Result<Decision> ReadDecision(const v1::WithholdTaskRequest& request);

// The task of this name, or INVALID_FIELD.
Result<TaskName> ReadTaskName(const std::string& name);

}  // namespace gongkai::review
