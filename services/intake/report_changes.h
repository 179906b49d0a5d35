// What drafters do with reports.
#pragma once

#include "gongkai/intake/v1/intake_service.pb.h"
#include "services/intake/content_store.h"
#include "services/intake/drafts.h"
#include "services/server/call.h"
#include "services/server/workflow_client.h"
#include "workflow/error/result.h"

namespace gongkai::intake {

// Checks a request, stores the content, has the ledger record the change, answers the report.
// Whether it is allowed, the ledger says, and records it where it is not. Any thread may use it;
// what it is made of must outlive it.
class ReportChanges {
 public:
  ReportChanges(server::WorkflowClient& workflow, ContentStore& contents, Drafts& drafts)
      : workflow_(workflow), contents_(contents), drafts_(drafts) {}

  Status Create(const server::Call& call, const v1::CreateReportRequest& request,
                v1::Report& response);
  Status Update(const server::Call& call, const v1::UpdateReportRequest& request,
                v1::Report& response);
  Status Submit(const server::Call& call, const v1::SubmitReportRequest& request,
                v1::Report& response);
  Status Withdraw(const server::Call& call, const v1::WithdrawReportRequest& request,
                  v1::Report& response);
  Status DeleteAttachment(const server::Call& call, const v1::DeleteAttachmentRequest& request,
                          v1::Report& response);

 private:
  // Has the ledger apply `command`, or only check it, and answers the report as it stands then.
  Status Apply(const server::Call& call, const workflow::v1::Command& command, bool validate_only,
               v1::Report& response);

  // Edits the content; or, with `validate_only`, answers what would come of it.
  Result<v1::Report> ApplyOrCheck(const server::Call& call, const Change& change, const Edit& edit,
                                  bool validate_only);

  server::WorkflowClient& workflow_;
  ContentStore& contents_;
  Drafts& drafts_;
};

}  // namespace gongkai::intake
