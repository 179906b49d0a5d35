// Serves the calls that read reports and contents.
#pragma once

#include <google/protobuf/repeated_ptr_field.h>

#include <string>

#include "gongkai/intake/v1/intake_service.pb.h"
#include "gongkai/workflow/v1/workflow_service.pb.h"
#include "services/intake/content/content_store.h"
#include "services/intake/report/report_leaks.h"
#include "services/lib/rpc/call.h"
#include "services/lib/rpc/workflow_client.h"
#include "workflow/base/digest.h"
#include "workflow/error/result.h"

namespace gongkai::intake {

// Serves the calls that read. Each function sets `response`. The ledger decides which reports the
// caller may see. Thread-safe. `workflow`, `contents` and `leaks` must
// outlive this.
// Errors: INVALID_FIELD, REPORT_NOT_FOUND, CONTENT_PURGED, CONTENT_CORRUPT, and those of the ledger.
class ReportQueries {
 public:
  ReportQueries(rpc::WorkflowClient& workflow, ContentStore& contents, ReportLeaks& leaks)
      : workflow_(workflow), contents_(contents), leaks_(leaks) {}

  Status Get(const rpc::Call& call, const v1::GetReportRequest& request, v1::Report& response);
  Status List(const rpc::Call& call, const v1::ListReportsRequest& request,
              v1::ListReportsResponse& response);
  Status BatchGet(const rpc::Call& call, const v1::BatchGetReportsRequest& request,
                  v1::BatchGetReportsResponse& response);
  Status Check(const rpc::Call& call, const v1::CheckReportRequest& request,
               v1::CheckReportResponse& response);
  Status ListFindings(const rpc::Call& call, const v1::ListFindingsRequest& request,
                      v1::ListFindingsResponse& response);
  Status GetContent(const rpc::Call& call, const v1::GetContentRequest& request,
                    v1::GetContentResponse& response);
  // As GetContent, with what the leak check finds in the content.
  Status GetCheckedContent(const rpc::Call& call, const v1::GetContentRequest& request,
                           v1::GetContentResponse& response);
  // Answers by digest. Does not ask who may read the contents: our service that calls has done so.
  Status BatchGetHeadings(const rpc::Call& call, const v1::BatchGetHeadingsRequest& request,
                          v1::BatchGetHeadingsResponse& response);

  // Says which report and which of its contents is meant.
  struct Located {
    workflow::v1::Record record;
    base::Digest content;
  };

  // Finds the report `name` and its content. If `content_sha256` is empty, takes the current
  // content. Finds an earlier content only if the ledger lets the caller read all revisions.
  // Errors: INVALID_FIELD (`name` or `content_sha256` is malformed), REPORT_NOT_FOUND (the report
  // has no such content that the caller may read), and those of the ledger.
  Result<Located> Locate(const rpc::Call& call, const std::string& name,
                         const std::string& content_sha256);

 private:
  template <class T>
  using Repeated = google::protobuf::RepeatedPtrField<T>;

  // Sets `response` to the content and its body. Returns the content.
  Result<v1::Content> Give(const Located& located, v1::GetContentResponse& response);

  // Adds the report of each record, without body and attachments.
  // Errors: CANCELLED, DEADLINE_EXCEEDED.
  Status Show(const rpc::Call& call, const Repeated<workflow::v1::Record>& records,
              Repeated<v1::Report>& reports);

  rpc::WorkflowClient& workflow_;
  ContentStore& contents_;
  ReportLeaks& leaks_;
};

}  // namespace gongkai::intake
