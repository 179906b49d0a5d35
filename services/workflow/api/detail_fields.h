// Tests the fields of what is particular to an action.
#pragma once

#include "gongkai/workflow/v1/command.pb.h"
#include "services/lib/request/fields.h"

namespace gongkai::workflow {

// Adds to `check` what is wrong with the command's detail: forms, lengths, ranges, and fields that only
// the ledger sets. Whether it is the detail of the action is not tested.
void CheckDetail(const v1::Command& command, request::FieldCheck& check);

}  // namespace gongkai::workflow
