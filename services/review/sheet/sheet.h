// Renders the review sheet of a report (拟发公文信息公开（保密）审查表) from the ledger and the
// content alone: the same ledger gives the same bytes.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "gongkai/intake/v1/content.pb.h"
#include "gongkai/workflow/v1/record.pb.h"
#include "gongkai/workflow/v1/report_event.pb.h"

namespace gongkai::review {

// Everything of which the sheet tells.
struct SheetSource {
  workflow::v1::Record record;
  std::vector<workflow::v1::ReportEvent> events;  // of the report, oldest first, up to the record
  const intake::v1::Content* content = nullptr;   // of the record; null: the reader may not read it
};

// Returns the sheet: one HTML document for A4 without scripts, which loads nothing. Where it would
// be longer than `most_bytes`, leaves out opinions, those that no longer count and are the oldest
// first, and says how many. Thread-safe.
std::string RenderSheet(const SheetSource& source, std::size_t most_bytes);

}  // namespace gongkai::review
