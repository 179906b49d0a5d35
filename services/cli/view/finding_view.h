// Prints the rules of the review form that a content breaks.
#pragma once

#include <google/protobuf/repeated_ptr_field.h>

#include "gongkai/workflow/v1/types.pb.h"
#include "services/cli/view/language.h"
#include "services/cli/view/terminal.h"

namespace gongkai::cli {

using Findings = google::protobuf::RepeatedPtrField<workflow::v1::FormFinding>;

// Prints a table of the findings, with each rule in `language`. Prints nothing if there are none.
void PrintFindings(const Findings& findings, Language language, const Terminal& out);

}  // namespace gongkai::cli
