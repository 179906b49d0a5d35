// The two stages of review and the names of their tasks.
#pragma once

#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "gongkai/review/v1/review_service.pb.h"
#include "gongkai/workflow/v1/types.pb.h"

namespace gongkai::review {

struct StageInfo {
  v1::Stage stage;
  std::string_view segment;                     // {stage} in the names of its tasks
  workflow::v1::Action approval;                // what approving a task is in the ledger
  std::array<workflow::v1::State, 2> states;    // where a report is a task of this stage
  std::span<const std::string_view> questions;  // its checklist, in Chinese

  bool Holds(workflow::v1::State state) const;
};

// `stage` is LEGAL or SECRECY.
const StageInfo& InfoOf(v1::Stage stage);

struct TaskName {
  std::string report;  // "reports/{report}"
  const StageInfo* stage;
};

// Reads "reports/{report}/tasks/{stage}"; nothing for any other text.
std::optional<TaskName> ParseTaskName(std::string_view name);

// "reports/{report}/tasks/{stage}" of "reports/{report}".
std::string TaskNameOf(std::string_view report, const StageInfo& stage);

}  // namespace gongkai::review
