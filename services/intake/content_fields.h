// The fields of a content that people fill in: their limits, and how a request changes them.
#pragma once

#include <google/protobuf/field_mask.pb.h>

#include <string_view>
#include <vector>

#include "gongkai/intake/v1/intake_service.pb.h"
#include "workflow/error/result.h"

namespace gongkai::intake {

// The content of a new report. What is not filled in stays empty, but the issuing department, which
// is `department` then. INVALID_FIELD, naming each field, when one is past its limits.
Result<v1::Content> NewContent(const v1::Report& report, std::string_view department);

// Takes over into `content` the fields that `mask` names or, where it names none, those that are
// not empty. INVALID_FIELD when there is nothing to take over, when the mask names another field,
// or when one is past its limits; `content` is as before then.
Status Merge(const v1::Report& report, const google::protobuf::FieldMask& mask,
             v1::Content& content);

// What the content with this body lacks before it can be handed to review: each field with its
// rule.
std::vector<FieldViolation> Missing(const v1::Content& content, std::string_view body);

}  // namespace gongkai::intake
