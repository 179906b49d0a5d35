// Publishes reports and reads publications. Stores nothing: the ledger knows which reports are
// published, and intake knows their contents.
#pragma once

#include <string>

#include "gongkai/intake/v1/intake_service.pb.h"
#include "gongkai/publish/v1/publish_service.pb.h"
#include "gongkai/workflow/v1/workflow_service.pb.h"
#include "services/lib/rpc/call.h"
#include "services/lib/rpc/content.h"
#include "services/lib/rpc/headings.h"
#include "services/lib/rpc/peer.h"
#include "services/lib/rpc/workflow_client.h"
#include "workflow/error/result.h"

namespace gongkai::publish {

// Serves the unary calls of PublishService. Thread-safe. Each function blocks. `workflow` and
// `intake` must outlive this.
// Errors: INVALID_FIELD (the request breaks a rule of its proto comments), and those of workflow
// and intake, unchanged.
class Publications {
 public:
  Publications(rpc::Peer& workflow, rpc::Peer& intake)
      : workflow_(workflow), intake_(intake), headings_(intake) {}

  // Publishes the report, as ApplyChecked does. Returns the publication.
  // Errors: those of ApplyChecked, and those of the class.
  Result<v1::Publication> Publish(const rpc::Call& call, const v1::PublishReportRequest& request);

  // Takes a published report back from the public. Returns the publication.
  Result<v1::Publication> Retract(const rpc::Call& call, const v1::RetractReportRequest& request);

  // Takes a published report back in which something leaks. Returns the publication.
  Result<v1::Publication> ReportLeak(const rpc::Call& call, const v1::ReportLeakRequest& request);

  // Returns a cleared report to its drafter for correction. The response says where the report
  // stands then.
  Result<v1::ReturnReportResponse> Return(const rpc::Call& call,
                                          const v1::ReturnReportRequest& request);

  // Returns the publication, without its content.
  // Errors: REPORT_NOT_FOUND (the report is not and was not public), and those of the class.
  Result<v1::Publication> Get(const rpc::Call& call, const v1::GetPublicationRequest& request);

  // Holds the content of a PUBLISHED report, with verified digests.
  struct Published {
    std::string report;
    std::string content_sha256;
    rpc::Document document;
  };
  // Reads the content of the publication `name` and verifies the digests of the content and its
  // body.
  // Errors: REPORT_NOT_FOUND (the report is not PUBLISHED), CONTENT_CORRUPT (a digest does not
  // match), and those of the class.
  Result<Published> ReadPublished(const rpc::Call& call, const std::string& name);

  // Returns the content of a publication for the API.
  // Errors: those of ReadPublished.
  Result<v1::PublicationContent> GetContent(const rpc::Call& call,
                                            const v1::GetPublicationContentRequest& request);

  // Returns a page of publications, newest report first. The page is small enough for one answer.
  Result<v1::ListPublicationsResponse> List(const rpc::Call& call,
                                            const v1::ListPublicationsRequest& request);

 private:
  // Takes the report back by the action, for the reason that the request names.
  template <class Request>
  Result<v1::Publication> TakeBack(const rpc::Call& call, const Request& request,
                                   workflow::v1::Action action);
  // Returns a page of publications with their titles, whatever its size in bytes.
  Result<v1::ListPublicationsResponse> ReadPage(const rpc::Call& call,
                                                const workflow::v1::ListRecordsRequest& published);
  // Returns the publication as it stands after a change, or the error of the change. Does not call
  // intake: the publication has the title if its content was read here before.
  Result<v1::Publication> Answer(const rpc::Call& call, const Result<rpc::Standing>& standing);

  rpc::WorkflowClient workflow_;
  rpc::Peer& intake_;
  rpc::Headings headings_;
};

}  // namespace gongkai::publish
