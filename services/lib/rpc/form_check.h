// Checks contents by the rules of the review form.
#pragma once

#include <google/protobuf/repeated_ptr_field.h>

#include <string_view>
#include <vector>

#include "gongkai/intake/v1/content.pb.h"
#include "gongkai/workflow/v1/record.pb.h"
#include "gongkai/workflow/v1/types.pb.h"
#include "workflow/base/time.h"
#include "workflow/error/result.h"
#include "workflow/form/rules.h"

namespace gongkai::rpc {

// Returns the rules of the form that the content breaks at `now`, and the endorsements that the
// record of its report says are missing. `body` is the body that the content names.
std::vector<form::Finding> CheckForm(const intake::v1::Content& content, std::string_view body,
                                     const workflow::v1::Record& record, base::Time now);

// Returns the findings that are errors, as the violations of CONTENT_INCOMPLETE.
std::vector<FieldViolation> ErrorsOf(const std::vector<form::Finding>& findings);

// Appends the findings for the API to `out`, errors first, at most limits::kFindings.
void Show(const std::vector<form::Finding>& findings,
          google::protobuf::RepeatedPtrField<workflow::v1::FormFinding>& out);

}  // namespace gongkai::rpc
