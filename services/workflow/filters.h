// What records and entries can be filtered by.
#pragma once

#include "services/storage/filter_schema.h"

namespace gongkai::workflow {

// `state`, `department`, `creator`, `claimed_by`, `state_time`.
const storage::FilterSchema& RecordFields();

// `report`, `actor`, `action`, `to_state`, `time`, `position`.
const storage::FilterSchema& EntryFields();

}  // namespace gongkai::workflow
