// Checks the fields of what reviewers and the signatory fill in, against the limits of
// gongkai/workflow/v1/opinion.proto.
#pragma once

#include <string>

#include "gongkai/workflow/v1/opinion.pb.h"
#include "services/lib/request/fields.h"

namespace gongkai::rpc {

// Adds to `check` each field of the form that is not within its limits. `path` leads to the form:
// "command.approve.form". Which questions are asked is not checked.
void CheckOpinion(const workflow::v1::OpinionForm& form, const std::string& path,
                  request::FieldCheck& check);

// Adds to `check` each field of the decision that is not within its limits, and a ground that is
// missing or unwanted.
void CheckDecision(const workflow::v1::DisclosureDecision& decision, const std::string& path,
                   request::FieldCheck& check);

}  // namespace gongkai::rpc
