// The reviewers' desk: what waits, what it says, and what is decided. Stores nothing: each answer
// is asked of the ledger and of intake, for the caller, so what the caller may not know of stays
// theirs.
#pragma once

#include <string>

#include "gongkai/review/v1/review_service.pb.h"
#include "gongkai/workflow/v1/workflow_service.pb.h"
#include "services/review/decisions.h"
#include "services/review/stage.h"
#include "services/server/call.h"
#include "services/server/peer.h"
#include "workflow/error/result.h"

namespace gongkai::review {

// Any thread may use it; every function blocks. The peers must outlive it. Their errors are passed
// on unchanged.
class Desk {
 public:
  Desk(server::Peer& workflow, server::Peer& intake) : workflow_(workflow), intake_(intake) {}

  Result<v1::ListTasksResponse> List(const server::Call& call, const v1::ListTasksRequest& request);

  // REPORT_NOT_FOUND where the report does not wait in the name's stage. CONTENT_CORRUPT unless the
  // content that intake gives has the digest that the ledger holds.
  Result<v1::Task> Get(const server::Call& call, const v1::GetTaskRequest& request);

  // The ledger's answer; the title is missing from it, and the task says why, where
  // intake cannot give it.
  Result<v1::Task> Decide(const server::Call& call, const Decision& decision);

 private:
  // A page of the stage's tasks with their titles, however large.
  Result<v1::ListTasksResponse> ReadPage(const server::Call& call,
                                         const workflow::v1::ListRecordsRequest& waiting,
                                         const StageInfo& stage);

  server::Peer& workflow_;
  server::Peer& intake_;
};

}  // namespace gongkai::review
