// Defines the stages of review and the names of their tasks.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "gongkai/review/v1/review_service.pb.h"
#include "gongkai/workflow/v1/types.pb.h"
#include "workflow/base/report_id.h"
#include "workflow/form/questions.h"
#include "workflow/machine/actor.h"

namespace gongkai::review {

// Describes one stage of review.
struct StageInfo {
  v1::Stage stage;
  std::string_view segment;                     // {stage} in the names of the tasks
  workflow::v1::Action approval;                // the ledger's action that approves a task
  std::span<const workflow::v1::State> states;  // in which a report is a task of this stage
  std::optional<form::Review> questions;        // that are put; nullopt: none
  machine::Role reviewer;                       // whose queue it is

  // Returns true if a report in `state` is a task of this stage.
  bool Holds(workflow::v1::State state) const;
};

// Returns the description of `stage`, which must be one of the four.
const StageInfo& InfoOf(v1::Stage stage);

// Returns the four stages.
std::span<const StageInfo> Stages();

// Returns whether the caller has the queue of `stage`: reviews there, or is an auditor.
bool HasQueue(const StageInfo& stage, const machine::Actor& caller);

// Names a task by its report and stage.
struct TaskName {
  base::ReportId report;
  const StageInfo* stage;
};

// Parses "reports/{report}/tasks/{stage}". Returns nullopt for any other text.
std::optional<TaskName> ParseTaskName(std::string_view name);

// Returns "reports/{report}/tasks/{stage}". `report` is "reports/{report}".
std::string TaskNameOf(std::string_view report, const StageInfo& stage);

}  // namespace gongkai::review
