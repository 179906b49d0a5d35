// Shows the state of a report in tables.
#pragma once

#include "gongkai/workflow/v1/types.pb.h"
#include "services/cli/view/table.h"

namespace gongkai::cli {

// Returns the state as a cell, such as "LEGAL_REVIEW 合法性审查". The colour has one of four meanings:
// somebody has to act; the report is cleared or published; it was retracted or withheld; it was
// superseded or withdrawn.
Cell StateCell(workflow::v1::State state);

}  // namespace gongkai::cli
