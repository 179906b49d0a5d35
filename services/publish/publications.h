// Publishing and what is public. Stores nothing: which reports are published is the ledger's, what
// they say is intake's.
#pragma once

#include <string>

#include "gongkai/publish/v1/publish_service.pb.h"
#include "gongkai/workflow/v1/workflow_service.pb.h"
#include "services/server/call.h"
#include "services/server/peer.h"
#include "services/server/workflow_client.h"
#include "workflow/error/result.h"

namespace gongkai::publish {

// Any thread may use it; every function blocks. The peers must outlive it. Their errors are passed
// on unchanged; INVALID_FIELD where a request breaks a rule that its proto comments state.
class Publications {
 public:
  Publications(server::Peer& workflow, server::Peer& intake)
      : ledger_(workflow), intake_(intake) {}

  // Reads the whole content before the ledger is asked, and asks with the digest of what was read:
  // what is not what was approved is refused there, and the attempt recorded.
  Result<v1::Publication> Publish(const server::Call& call,
                                  const v1::PublishReportRequest& request);

  Result<v1::Publication> Retract(const server::Call& call,
                                  const v1::RetractReportRequest& request);

  Result<v1::ReturnReportResponse> Return(const server::Call& call,
                                          const v1::ReturnReportRequest& request);

  // REPORT_NOT_FOUND where the report is not and was not public.
  Result<v1::Publication> Get(const server::Call& call, const v1::GetPublicationRequest& request);

  Result<v1::ListPublicationsResponse> List(const server::Call& call,
                                            const v1::ListPublicationsRequest& request);

 private:
  Result<v1::Publication> Apply(const server::Call& call, const workflow::v1::Command& action);

  server::WorkflowClient ledger_;
  server::Peer& intake_;
};

}  // namespace gongkai::publish
