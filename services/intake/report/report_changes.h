// Serves the calls that change reports.
#pragma once

#include "gongkai/intake/v1/intake_service.pb.h"
#include "services/intake/content/content_store.h"
#include "services/intake/report/drafts.h"
#include "services/intake/report/report_leaks.h"
#include "services/lib/rpc/call.h"
#include "services/lib/rpc/workflow_client.h"
#include "workflow/error/result.h"

namespace gongkai::intake {

// Serves the calls of drafters. Each function checks the request, stores the new content if there
// is one, has the ledger record the change, and sets `response` to the report. The ledger decides
// whether the change is allowed, and records a refusal. With `validate_only`, changes and records
// nothing. Thread-safe. `workflow`, `contents`, `drafts` and `leaks` must
// outlive this.
// Errors: INVALID_FIELD, and those of Drafts and of the ledger. Submit: CONTENT_INCOMPLETE,
// CONTENT_CORRUPT, CONTENT_PURGED. DeleteAttachment: ATTACHMENT_NOT_FOUND.
class ReportChanges {
 public:
  ReportChanges(rpc::WorkflowClient& workflow, ContentStore& contents, Drafts& drafts,
                ReportLeaks& leaks)
      : workflow_(workflow), contents_(contents), drafts_(drafts), leaks_(leaks) {}

  Status Create(const rpc::Call& call, const v1::CreateReportRequest& request,
                v1::Report& response);
  Status Update(const rpc::Call& call, const v1::UpdateReportRequest& request,
                v1::Report& response);
  Status Submit(const rpc::Call& call, const v1::SubmitReportRequest& request,
                v1::Report& response);
  Status Withdraw(const rpc::Call& call, const v1::WithdrawReportRequest& request,
                  v1::Report& response);
  Status DeleteAttachment(const rpc::Call& call, const v1::DeleteAttachmentRequest& request,
                          v1::Report& response);

 private:
  // Has the ledger apply `command`, or only check it if `validate_only`. Sets `response` to the
  // report after that.
  Status Apply(const rpc::Call& call, const workflow::v1::Command& command, bool validate_only,
               v1::Report& response);

  // Edits the content. If `validate_only`, only returns the report as the edit would change it.
  Result<v1::Report> ApplyOrCheck(const rpc::Call& call, const Change& change, const Edit& edit,
                                  bool validate_only);

  rpc::WorkflowClient& workflow_;
  ContentStore& contents_;
  Drafts& drafts_;
  ReportLeaks& leaks_;
};

}  // namespace gongkai::intake
