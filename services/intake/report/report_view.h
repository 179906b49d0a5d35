// Makes the report of the API from a record of the ledger and a content. No other code does.
#pragma once

#include <string_view>

#include "gongkai/intake/v1/intake_service.pb.h"
#include "gongkai/workflow/v1/workflow_service.pb.h"
#include "services/intake/content/content_store.h"
#include "workflow/base/digest.h"
#include "workflow/error/result.h"

namespace gongkai::intake {

// Returns the report with the given content, which may be an earlier one.
// Errors: CONTENT_PURGED, CONTENT_CORRUPT (the content or its body is missing or damaged).
Result<v1::Report> ShowReport(ContentStore& contents, const workflow::v1::Record& record,
                              const base::Digest& digest);

// Returns the report with its current content, as the response to a change. The change is already
// made, so this function does not fail. If the content cannot be read, sets Report.content_problem.
// If the caller may not read the content, leaves it out.
v1::Report ShowChanged(ContentStore& contents, const workflow::v1::Record& record);

// Returns the report as it would be with `content`, which is not stored: the response to a change
// with `validate_only`.
v1::Report ShowProposed(const workflow::v1::Record& record, v1::Content content,
                        std::string_view body);

// Returns the report without body and attachments, as a row of a list. Does not fail: sets
// Report.content_problem as ShowChanged does.
v1::Report ShowRow(ContentStore& contents, const workflow::v1::Record& record);

}  // namespace gongkai::intake
