// Takes over into a content the fields of a report that people fill in.
#pragma once

#include <google/protobuf/field_mask.pb.h>

#include <string_view>

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

}  // namespace gongkai::intake
