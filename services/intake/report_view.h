// From the ledger's record and a content to the report of the API: the one place for it.
#pragma once

#include <string_view>

#include "gongkai/intake/v1/intake_service.pb.h"
#include "gongkai/workflow/v1/workflow_service.pb.h"
#include "services/intake/content_store.h"
#include "workflow/error/result.h"

namespace gongkai::intake {

enum class View { kFull, kWithoutBody };

// The report with this content of it, which may be an earlier one. CONTENT_CORRUPT if that is not
// what was stored any more.
Result<v1::Report> ShowReport(ContentStore& contents, const workflow::v1::Record& record,
                              std::string_view content_sha256, View view);

// With its current content, which may be that of an answer given earlier.
Result<v1::Report> ShowReport(ContentStore& contents, const workflow::v1::Record& record,
                              View view = View::kFull);

}  // namespace gongkai::intake
