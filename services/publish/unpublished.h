// Files reports that are not published, has them looked at again, and lists them.
#pragma once

#include <chrono>

#include "gongkai/publish/v1/publish_service.pb.h"
#include "gongkai/workflow/v1/workflow_service.pb.h"
#include "services/lib/identity/policy_file.h"
#include "services/lib/rpc/call.h"
#include "services/lib/rpc/headings.h"
#include "services/lib/rpc/peer.h"
#include "services/lib/rpc/workflow_client.h"
#include "workflow/error/result.h"

namespace gongkai::publish {

// Serves the calls of PublishService about reports of which it was decided that they are not
// published. Stores nothing. Thread-safe. Each function blocks. The arguments of the constructor
// must outlive this.
// Errors: INVALID_FIELD (the request breaks a rule of its proto comments), and those of workflow
// and intake, unchanged.
class Unpublished {
 public:
  Unpublished(const identity::PolicyFile& policy, rpc::Peer& workflow, rpc::Peer& intake)
      : policy_(policy), workflow_(workflow), intake_(intake), headings_(intake) {}

  // Files a cleared report, as ApplyChecked does. Returns the report.
  // Errors: those of ApplyChecked, and those of the class.
  Result<v1::UnpublishedReport> File(const rpc::Call& call, const v1::FileReportRequest& request);

  // Gives a report that was filed or withheld back to its department. The response says where the
  // report stands then.
  Result<v1::ReassessReportResponse> Reassess(const rpc::Call& call,
                                              const v1::ReassessReportRequest& request);

  // Returns a page of reports that were filed or withheld, the oldest decision first. The page is
  // small enough for one answer.
  Result<v1::ListUnpublishedReportsResponse> List(const rpc::Call& call,
                                                  const v1::ListUnpublishedReportsRequest& request);

 private:
  // Returns a page with titles, whatever its size in bytes. `after` is the time from a decision
  // until it is looked at again.
  Result<v1::ListUnpublishedReportsResponse> ReadPage(
      const rpc::Call& call, const workflow::v1::ListRecordsRequest& decided,
      std::chrono::days after);

  const identity::PolicyFile& policy_;
  rpc::WorkflowClient workflow_;
  rpc::Peer& intake_;
  rpc::Headings headings_;
};

}  // namespace gongkai::publish
