// Makes tasks, as reviewers see them, from what the ledger and intake say. No other code does.
#pragma once

#include <string>

#include "gongkai/intake/v1/intake_service.pb.h"
#include "gongkai/review/v1/review_service.pb.h"
#include "gongkai/workflow/v1/workflow_service.pb.h"
#include "services/lib/rpc/headings.h"
#include "services/review/stage.h"

namespace gongkai::review {

// Returns all that the ledger knows of a task. The title and the content are not set.
v1::Task ToTask(const workflow::v1::Record& record, const StageInfo& stage);

// Sets the title and the document number of the task, or sets content_problem to the reason why
// these fields are missing.
void AddHeading(const rpc::HeadingRead& read, v1::Task& task);

// Sets the content with its body, the title, the document number, and the questions of the stage.
void AddContent(const intake::v1::Content& content, const std::string& body, const StageInfo& stage,
                v1::Task& task);

}  // namespace gongkai::review
