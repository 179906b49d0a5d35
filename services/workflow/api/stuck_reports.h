// Reports under review that have too few people left who may review them.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "gongkai/workflow/v1/workflow_service.pb.h"
#include "services/lib/identity/policy.h"
#include "services/lib/rpc/call.h"
#include "services/workflow/api/service_context.h"
#include "workflow/error/result.h"
#include "workflow/ledger/reader.h"
#include "workflow/ledger/reviewers.h"

namespace gongkai::workflow {

// A report under review, and what it lacks.
struct Stuck {
  ledger::Record record;
  ledger::Shortage shortage;
};

struct StuckPage {
  std::vector<Stuck> stuck;
  std::string next_page_token;  // empty: this is the last page
};

// Returns those of a page of the reports under review that have too few people left by the policy.
// `page_size` is that of the page, stuck or not. Throws StoreDamaged and ReadTimeout.
// Errors: INVALID_FIELD, INVALID_PAGE_TOKEN.
Result<StuckPage> FindStuck(ledger::Reader& log, const identity::Policy& policy,
                            const machine::Actor& viewer, std::int32_t page_size,
                            const std::string& page_token, ledger::Deadline deadline);

// Sets `response` to a page of FindStuck.
// Errors: INVALID_FIELD, INVALID_PAGE_TOKEN.
Status ListStuckReports(const ServiceContext& context, const rpc::Call& call,
                        const v1::ListStuckReportsRequest& request,
                        v1::ListStuckReportsResponse& response);

}  // namespace gongkai::workflow
