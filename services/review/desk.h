// Reads the waiting tasks, and passes the reviewers' decisions to the ledger. Stores nothing: calls
// the ledger and intake for the caller, so a caller sees only what these two let the caller see.
#pragma once

#include <string>

#include "gongkai/intake/v1/intake_service.pb.h"
#include "gongkai/review/v1/review_service.pb.h"
#include "gongkai/workflow/v1/workflow_service.pb.h"
#include "services/lib/rpc/call.h"
#include "services/lib/rpc/content.h"
#include "services/lib/rpc/headings.h"
#include "services/lib/rpc/peer.h"
#include "services/review/decisions.h"
#include "services/review/stage.h"
#include "workflow/error/result.h"

namespace gongkai::review {

// Serves the calls of ReviewService. Thread-safe. Each function blocks. `workflow` and `intake`
// must outlive this.
// Errors: those of workflow and intake, unchanged.
class Desk {
 public:
  Desk(rpc::Peer& workflow, rpc::Peer& intake)
      : workflow_(workflow), intake_(intake), headings_(intake) {}

  // Returns a page of the tasks that wait in a stage, the longest waiting first. The page is small
  // enough for one answer.
  // Errors: INVALID_FIELD, and those of the class.
  Result<v1::ListTasksResponse> List(const rpc::Call& call, const v1::ListTasksRequest& request);

  // Returns the task with the report's content and the questions of the stage.
  // Errors: INVALID_FIELD, REPORT_NOT_FOUND (the report does not wait in the named stage),
  // CONTENT_CORRUPT (the content from intake does not have the digest that the ledger holds), and
  // those of the class.
  Result<v1::Task> Get(const rpc::Call& call, const v1::GetTaskRequest& request);

  // Has the ledger apply the decision. Returns the task. Reads the content from intake only if the
  // decision depends on it, after the ledger has been asked for permission. The task has the title
  // if the content was read here, now or before.
  // Errors: INVALID_FIELD, CONTENT_INCOMPLETE, CONTENT_CORRUPT, FINDINGS_CHANGED, and those of the class.
  Result<v1::Task> Decide(const rpc::Call& call, const Decision& decision);

 private:
  // Returns the content of `report` with this digest, whose heading is remembered.
  Result<rpc::Document> ReadDocument(const rpc::Call& call, const std::string& report,
                                     const std::string& sha256);
  // Tests `action`, the command of the decision, against the content that it names. The command gets
  // the etag of `record`, the report as it is, unless it has one.
  Status CheckContent(const rpc::Call& call, const workflow::v1::Record& record,
                      const Decision& decision, workflow::v1::Command& action);

  // Adds to `action` what the leak check finds now in the content that it names. Tests whether a verdict
  // is on the list that was read, and on findings of one kind in one part.
  Status AddFindings(const rpc::Call& call, const workflow::v1::Record& record,
                     const Decision& decision, workflow::v1::Command& action);

  // Returns a page of the stage's tasks with their titles, whatever its size in bytes.
  Result<v1::ListTasksResponse> ReadPage(const rpc::Call& call,
                                         const workflow::v1::ListRecordsRequest& waiting,
                                         const StageInfo& stage);

  rpc::Peer& workflow_;
  rpc::Peer& intake_;
  rpc::Headings headings_;
};

}  // namespace gongkai::review
