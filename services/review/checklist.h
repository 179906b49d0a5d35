// The checklist of a stage, as a reviewer answers it.
#pragma once

#include <google/protobuf/repeated_ptr_field.h>

#include "gongkai/workflow/v1/types.pb.h"
#include "services/review/stage.h"
#include "services/server/fields.h"

namespace gongkai::review {

using Answers = google::protobuf::RepeatedPtrField<workflow::v1::ChecklistAnswer>;

// Adds to `check` what keeps these answers from carrying an approval: each question of the stage
// must be answered exactly once, word for word, and passed; nothing else may be answered.
void CheckAnswers(const StageInfo& stage, const Answers& answers, server::FieldCheck& check);

}  // namespace gongkai::review
