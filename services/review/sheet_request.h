// Reads what the review sheet of a report tells of, for the caller, and renders the sheet.
#pragma once

#include "gongkai/review/v1/review_service.pb.h"
#include "services/lib/rpc/call.h"
#include "services/lib/rpc/peer.h"
#include "workflow/error/result.h"

namespace gongkai::review {

// Returns the sheet of the report, with what the ledger and intake let the caller see. Blocks.
// Thread-safe.
// Errors: INVALID_FIELD, REPORT_NOT_FOUND (the caller may not see the whole record), CONTENT_CORRUPT
// (the content is not the one that the ledger names), and those of workflow and intake, unchanged.
Result<v1::ReviewSheet> MakeSheet(rpc::Peer& workflow, rpc::Peer& intake, const rpc::Call& call,
                                  const v1::GetReviewSheetRequest& request);

}  // namespace gongkai::review
