// Checks the fields of a content that people fill in, and applies a request to these fields.
#pragma once

#include <google/protobuf/field_mask.pb.h>

#include <string_view>
#include <vector>

#include "gongkai/intake/v1/intake_service.pb.h"
#include "workflow/error/result.h"

namespace gongkai::intake {

// Returns the content of a new report. Fields that are not given stay empty. If no issuing
// department is given, it is `department`.
// Errors: INVALID_FIELD (names each field beyond its limits).
Result<v1::Content> NewContent(const v1::Report& report, std::string_view department);

// Copies into `content` the fields of `report` that `mask` names. If `mask` is empty, copies the
// fields of `report` that are not empty. Does not change `content` on an error.
// Errors: INVALID_FIELD (no field to copy, another field in `mask`, or a field beyond its limits).
Status Merge(const v1::Report& report, const google::protobuf::FieldMask& mask,
             v1::Content& content);

// Returns each field that still prevents the submission of the content to review, together with the
// rule that the field breaks. Returns an empty list if nothing is missing.
std::vector<FieldViolation> Missing(const v1::Content& content, std::string_view body);

}  // namespace gongkai::intake
