// The ledger, as this service sees it.
#pragma once

#include <string>

#include "gongkai/intake/v1/intake_service.pb.h"
#include "gongkai/workflow/v1/workflow_service.pb.h"
#include "services/server/call.h"
#include "services/server/peer.h"
#include "workflow/error/result.h"

namespace gongkai::intake {

// Where a report stands and, of a request that was applied before, where it stood after that.
struct Standing {
  workflow::v1::Record record;
  bool replayed = false;
};

// Asks for the caller of the call that is served; see server::CallPeer. Thread-safe.
class WorkflowClient {
 public:
  explicit WorkflowClient(server::Peer& peer) : peer_(peer) {}  // must outlive this

  // Returns whether the ledger would allow the action now. A refusal is recorded.
  Result<Standing> Check(const server::Call& call, workflow::v1::ApplyActionRequest request);

  Result<Standing> Apply(const server::Call& call, const workflow::v1::ApplyActionRequest& request);

  // Has the ledger, which allowed the action, record that it was refused here. Returns what to tell
  // the caller: `why` or, if it could not be recorded, that; the caller asks again then.
  Error Refuse(const server::Call& call, workflow::v1::ApplyActionRequest request, Error why);

  Result<workflow::v1::Record> GetRecord(const server::Call& call, const std::string& name);

  Result<workflow::v1::BatchGetRecordsResponse> BatchGetRecords(
      const server::Call& call, const workflow::v1::BatchGetRecordsRequest& request);

  Result<workflow::v1::ListRecordsResponse> ListRecords(
      const server::Call& call, const workflow::v1::ListRecordsRequest& request);

 private:
  server::Peer& peer_;
};

}  // namespace gongkai::intake
