// Publishing and what is public. Stores nothing: which reports are published is the ledger's, what
// they say is intake's.
#pragma once

#include <string>

#include "gongkai/intake/v1/intake_service.pb.h"
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
      : workflow_(workflow), intake_(intake) {}

  // Asks the ledger whether that is allowed, then reads the whole content: what is not what was
  // approved is refused, and the attempt recorded.
  Result<v1::Publication> Publish(const server::Call& call,
                                  const v1::PublishReportRequest& request);

  Result<v1::Publication> Retract(const server::Call& call,
                                  const v1::RetractReportRequest& request);

  Result<v1::ReturnReportResponse> Return(const server::Call& call,
                                          const v1::ReturnReportRequest& request);

  // REPORT_NOT_FOUND where the report is not and was not public.
  Result<v1::Publication> Get(const server::Call& call, const v1::GetPublicationRequest& request);

  // What is PUBLISHED, with its digests checked. REPORT_NOT_FOUND of anything else, CONTENT_CORRUPT
  // where the digests do not fit.
  struct Published {
    std::string report;
    std::string content_sha256;
    intake::v1::Content content;
    std::string bytes;  // of the content
    std::string body;
  };
  Result<Published> ReadPublished(const server::Call& call, const std::string& name);

  Result<v1::PublicationContent> GetContent(const server::Call& call,
                                            const v1::GetPublicationContentRequest& request);

  Result<v1::ListPublicationsResponse> List(const server::Call& call,
                                            const v1::ListPublicationsRequest& request);

 private:
  // A page of publications with their titles, however large.
  Result<v1::ListPublicationsResponse> ReadPage(const server::Call& call,
                                                const workflow::v1::ListRecordsRequest& published);
  Result<v1::Publication> Apply(const server::Call& call, const workflow::v1::Command& action,
                                bool validate_only);

  server::WorkflowClient workflow_;
  server::Peer& intake_;
};

}  // namespace gongkai::publish
