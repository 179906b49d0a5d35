// What reviewers see: tasks, made of what the ledger and intake say. The one place that makes them.
#pragma once

#include <string>

#include "gongkai/intake/v1/intake_service.pb.h"
#include "gongkai/review/v1/review_service.pb.h"
#include "gongkai/workflow/v1/workflow_service.pb.h"
#include "services/review/stage.h"

namespace gongkai::review {

// All that the ledger knows of a task; no title, no content.
v1::Task ToTask(const workflow::v1::Record& record, const StageInfo& stage);

// Adds the title and the document number of the task's report, or why they are missing.
void AddTitle(const intake::v1::Report& report, v1::Task& task);

// Adds the content with its body, the title with it, and the questions of the stage.
void AddContent(const intake::v1::Content& content, const std::string& body, const StageInfo& stage,
                v1::Task& task);

}  // namespace gongkai::review
