// Checks a reviewer's answers to the checklist of a stage.
#pragma once

#include <google/protobuf/repeated_ptr_field.h>

#include "gongkai/workflow/v1/types.pb.h"
#include "services/lib/request/fields.h"
#include "services/review/stage.h"

namespace gongkai::review {

using Answers = google::protobuf::RepeatedPtrField<workflow::v1::ChecklistAnswer>;

// Adds to `check` each reason why these answers cannot support an approval. Each question of the
// stage must be answered exactly once, word for word, and passed. No other question may be
// answered. At most 20 answers, and 300 characters per remark, are allowed.
void CheckAnswers(const StageInfo& stage, const Answers& answers, request::FieldCheck& check);

}  // namespace gongkai::review
