// Makes the ids of reports whose creator gives none.
#pragma once

#include <string_view>

#include "workflow/base/actor_id.h"
#include "workflow/base/report_id.h"

namespace gongkai::intake {

// Returns the id of a new report. The same caller and request id always give the same id, so a
// retried request names the same report. Different callers get different ids. Without a request id,
// the id is new each time. If request ids are in the order of time (UUID version 7), the ids are in
// the same order.
base::ReportId NewReportId(const base::ActorId& caller, std::string_view request_id);

}  // namespace gongkai::intake
