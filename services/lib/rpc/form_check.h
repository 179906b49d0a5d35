// Checks contents by the rules of the review form.
#pragma once

#include <google/protobuf/repeated_ptr_field.h>

#include <string_view>
#include <vector>

#include "gongkai/intake/v1/content.pb.h"
#include "gongkai/workflow/v1/types.pb.h"
#include "workflow/base/time.h"
#include "workflow/form/rules.h"

namespace gongkai::rpc {

// Returns the rules of the form that the content of `report`, "reports/…", breaks at `now`. `body` is
// the body that the content names.
std::vector<form::Finding> CheckForm(const intake::v1::Content& content, std::string_view body,
                                     std::string_view report, base::Time now);

// Appends the findings for the API to `out`, errors first, at most limits::kFindings.
void Show(const std::vector<form::Finding>& findings,
          google::protobuf::RepeatedPtrField<workflow::v1::FormFinding>& out);

}  // namespace gongkai::rpc
