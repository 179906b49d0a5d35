// Answers when something must be done with a report, and why then.
#pragma once

#include "gongkai/workflow/v1/deadline.pb.h"
#include "services/lib/rpc/call.h"
#include "services/workflow/api/service_context.h"
#include "workflow/error/result.h"
#include "workflow/ledger/record.h"

namespace gongkai::workflow {

// Sets `response` to the terms of the report, with every day that was counted or left out.
// Errors: REPORT_NOT_FOUND (the caller may not see the whole record).
Status ExplainDeadline(const ServiceContext& context, const rpc::Call& call,
                       const ledger::Record& record, v1::DeadlineExplanation& response);

}  // namespace gongkai::workflow
