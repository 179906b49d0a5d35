// Lists what happened to one report, for those who may see all of where it stands.
#pragma once

#include "gongkai/workflow/v1/workflow_service.pb.h"
#include "services/lib/rpc/call.h"
#include "services/workflow/api/service_context.h"
#include "workflow/error/result.h"
#include "workflow/ledger/record.h"

namespace gongkai::workflow {

// Adds to `response` a page of the entries of `record`, the report that the request names. Leaves
// out refused attempts, and entries that are newer than the record.
// Errors: REPORT_NOT_FOUND (the caller may not see the whole record), INVALID_FIELD,
// INVALID_PAGE_TOKEN.
Status ListReportEvents(const ServiceContext& context, const rpc::Call& call,
                        const ledger::Record& record, const v1::ListReportEventsRequest& request,
                        v1::ListReportEventsResponse& response);

}  // namespace gongkai::workflow
