// Turns reviewers' requests into commands for the ledger. The functions depend only on their
// arguments.
#pragma once

#include <string>

#include "gongkai/review/v1/review_service.pb.h"
#include "gongkai/workflow/v1/workflow_service.pb.h"
#include "services/review/stage.h"
#include "workflow/error/result.h"

namespace gongkai::review {

// Represents a valid request for a decision on a task.
struct Decision {
  TaskName task;
  // The command, complete but for request_sha256. Its from_states are the states of the task's
  // stage. If the report is in another stage, the ledger refuses the command and records the
  // refusal.
  workflow::v1::Command action;
  bool validate_only = false;   // true: the ledger only checks the command
  std::string findings_sha256;  // ADJUDICATE: the list that was read

  // Returns whether the decision depends on the content: an approval or a signature.
  bool ReadsContent() const { return action.has_approve() || action.has_sign(); }

  // Returns whether the decision depends on what the leak check finds.
  bool ReadsFindings() const {
    return action.has_adjudicate() || action.action() == workflow::v1::APPROVE_SECRECY;
  }
};

// Returns the decision that the request asks for.
// Errors: INVALID_FIELD (the request breaks a rule of its proto comments).
Result<Decision> ReadDecision(const v1::ClaimTaskRequest& request);
Result<Decision> ReadDecision(const v1::ReleaseTaskRequest& request);
Result<Decision> ReadDecision(const v1::TakeOverTaskRequest& request);
Result<Decision> ReadDecision(const v1::ApproveTaskRequest& request);
Result<Decision> ReadDecision(const v1::AdjudicateFindingsRequest& request);
Result<Decision> ReadDecision(const v1::EndorseTaskRequest& request);
Result<Decision> ReadDecision(const v1::SignTaskRequest& request);
Result<Decision> ReadDecision(const v1::ReturnTaskRequest& request);
Result<Decision> ReadDecision(const v1::ReferTaskRequest& request);
Result<Decision> ReadDecision(const v1::ResolveTaskRequest& request);
Result<Decision> ReadDecision(const v1::WithholdTaskRequest& request);

// Returns the report and the stage that `name` names.
// Errors: INVALID_FIELD.
Result<TaskName> ReadTaskName(const std::string& name);

}  // namespace gongkai::review
