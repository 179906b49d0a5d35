// The details of the actions that reports go through.
#pragma once

#include <string>

#include "gongkai/workflow/v1/workflow_service.pb.h"
#include "workflow/machine/states.h"

namespace gongkai::bench {

// Sets the detail that the action must bring. `part` is the digest of the content's text, in hex.
void SetDetail(machine::Action action, const std::string& part, workflow::v1::Command& command);

// Returns the form that approves a report of the usual kind.
workflow::v1::OpinionForm FormOf(machine::Action action);

// Returns its bytes.
std::string DetailBytes(machine::Action action, const std::string& part);

}  // namespace gongkai::bench
