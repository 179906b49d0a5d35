// From the ledger's record and a content to the report of the API: the one place for it.
#pragma once

#include <string_view>

#include "gongkai/intake/v1/intake_service.pb.h"
#include "gongkai/workflow/v1/workflow_service.pb.h"
#include "services/intake/content_store.h"
#include "workflow/error/result.h"

namespace gongkai::intake {

// The report with this content of it, which may be an earlier one. CONTENT_CORRUPT if that, or its
// body, is not what was stored any more.
Result<v1::Report> ShowReport(ContentStore& contents, const workflow::v1::Record& record,
                              std::string_view content_sha256);

// The report with its current content, as the answer to a change: that was made, so this does not
// fail. Where the content cannot be shown, the report is marked (see Report.content_problem).
v1::Report ShowChanged(ContentStore& contents, const workflow::v1::Record& record);

// The report as it would be with this content, which is not stored: the answer to a change that is
// only checked.
v1::Report ShowProposed(const workflow::v1::Record& record, v1::Content content,
                        std::string_view body);

// The report without its body and attachments, as a row of a list; marked likewise.
v1::Report ShowRow(ContentStore& contents, const workflow::v1::Record& record);

}  // namespace gongkai::intake
