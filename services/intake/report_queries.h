// What can be asked about reports and contents.
#pragma once

#include <google/protobuf/repeated_ptr_field.h>

#include <string>

#include "gongkai/intake/v1/intake_service.pb.h"
#include "gongkai/workflow/v1/workflow_service.pb.h"
#include "services/intake/content_store.h"
#include "services/server/call.h"
#include "services/server/workflow_client.h"
#include "workflow/error/result.h"

namespace gongkai::intake {

// Who may know of a report, the ledger says. Any thread may use it; what it is made of must outlive
// it.
class ReportQueries {
 public:
  ReportQueries(server::WorkflowClient& workflow, ContentStore& contents)
      : workflow_(workflow), contents_(contents) {}

  Status Get(const server::Call& call, const v1::GetReportRequest& request, v1::Report& response);
  Status List(const server::Call& call, const v1::ListReportsRequest& request,
              v1::ListReportsResponse& response);
  Status BatchGet(const server::Call& call, const v1::BatchGetReportsRequest& request,
                  v1::BatchGetReportsResponse& response);
  Status GetContent(const server::Call& call, const v1::GetContentRequest& request,
                    v1::GetContentResponse& response);

  // A report, and which of its contents is meant.
  struct Located {
    workflow::v1::Record record;
    std::string content_sha256;
  };

  // `content_sha256` empty: the current one. REPORT_NOT_FOUND unless it is or was the report's.
  // INVALID_FIELD when it, or `name`, is malformed.
  Result<Located> Locate(const server::Call& call, const std::string& name,
                         const std::string& content_sha256);

 private:
  template <class T>
  using Repeated = google::protobuf::RepeatedPtrField<T>;

  // Adds the report of each record, without its body and attachments.
  Status Show(const server::Call& call, const Repeated<workflow::v1::Record>& records,
              Repeated<v1::Report>& reports);

  server::WorkflowClient& workflow_;
  ContentStore& contents_;
};

}  // namespace gongkai::intake
