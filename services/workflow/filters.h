// What records and entries can be filtered by.
#pragma once

#include <set>
#include <string_view>

#include "services/storage/filter_schema.h"

namespace gongkai::workflow {

// `state`, `department`, `creator`, `claimed_by`, `state_time`.
const storage::FilterSchema& RecordFields();

// Returns whether everybody may know these fields of a record that is or was public; see
// ledger::PublicPart.
bool IsPublicFilter(const std::set<std::string_view>& fields);

// `subject`, `report`, `actor`, `action`, `to_state`, `time`, `position`.
const storage::FilterSchema& EntryFields();

}  // namespace gongkai::workflow
