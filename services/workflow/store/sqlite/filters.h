// The fields that lists of records and entries can be filtered by.
#pragma once

#include <set>
#include <string_view>

#include "services/lib/listing/filter_schema.h"

namespace gongkai::workflow {

// Returns the fields of records: `state`, `department`, `creator`, `claimed_by`, `state_time`.
const listing::FilterSchema& RecordFields();

// Returns whether everybody may know all of these fields, for a record that is or was public. See
// ledger::PublicPart.
bool IsPublicFilter(const std::set<std::string_view>& fields);

// Returns the fields of entries: `subject`, `report`, `actor`, `action`, `to_state`, `time`,
// `position`. `report` is a `subject` that must be a report.
const listing::FilterSchema& EntryFields();

}  // namespace gongkai::workflow
