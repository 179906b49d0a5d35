// What drafters do with reports.
#pragma once

#include "gongkai/intake/v1/intake_service.pb.h"
#include "services/intake/content_store.h"
#include "services/intake/drafts.h"
#include "services/intake/workflow_client.h"
#include "services/server/call.h"
#include "workflow/error/result.h"

namespace gongkai::intake {

// Checks a request, stores the content, has the ledger record the change, answers the report.
// Whether it is allowed, the ledger says, and records it where it is not. Any thread may use it;
// what it is made of must outlive it.
class ReportChanges {
 public:
  ReportChanges(WorkflowClient& workflow, ContentStore& contents, Drafts& drafts)
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
  // Refuses to submit a content that is damaged, unless this very request was answered before.
  Status RefuseSubmit(const server::Call& call, workflow::v1::ApplyActionRequest submit,
                      const Error& why, v1::Report& response);

  // Has the ledger record `request`, and answers the report as it stands then.
  Status Apply(const server::Call& call, const workflow::v1::ApplyActionRequest& request,
               v1::Report& response);

  WorkflowClient& workflow_;
  ContentStore& contents_;
  Drafts& drafts_;
};

}  // namespace gongkai::intake
