// A report's state as it stands in tables.
#pragma once

#include "gongkai/workflow/v1/types.pb.h"
#include "services/cli/table.h"

namespace gongkai::cli {

// "LEGAL_REVIEW 合法性审查", coloured by whether somebody has to act, all is well, or it ended
// badly.
Cell StateCell(workflow::v1::State state);

}  // namespace gongkai::cli
