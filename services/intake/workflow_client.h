// The ledger, as this service sees it.
#pragma once

#include <string>

#include "gongkai/workflow/v1/workflow_service.pb.h"
#include "services/server/call.h"
#include "services/server/peer.h"
#include "workflow/error/result.h"

namespace gongkai::intake {

// Asks for the caller of the call that is served; see server::CallPeer. Any thread may use it.
class WorkflowClient {
 public:
  explicit WorkflowClient(server::Peer& peer) : peer_(peer) {}  // must outlive this

  Result<workflow::v1::ApplyActionResponse> Apply(const server::Call& call,
                                                  const workflow::v1::ApplyActionRequest& request);

  Result<workflow::v1::Record> GetRecord(const server::Call& call, const std::string& name);

  Result<workflow::v1::BatchGetRecordsResponse> BatchGetRecords(
      const server::Call& call, const workflow::v1::BatchGetRecordsRequest& request);

  Result<workflow::v1::ListRecordsResponse> ListRecords(
      const server::Call& call, const workflow::v1::ListRecordsRequest& request);

 private:
  server::Peer& peer_;
};

}  // namespace gongkai::intake
