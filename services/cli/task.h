// What the commands on tasks share: which task is meant, and how one is shown.
#pragma once

#include <CLI/App.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "gongkai/review/v1/review_service.grpc.pb.h"
#include "services/cli/client.h"
#include "services/cli/session.h"

namespace gongkai::cli {

using ReviewClient = Client<review::v1::ReviewService>;

// A task by its report and stage.
struct TaskOptions {
  std::string report;
  std::optional<review::v1::Stage> stage;
};
void AddTaskOptions(CLI::App& app, TaskOptions& options);

// The task's full name. A stage that was not given is the one the report is in, which workflow is
// asked for: Failure kRefused where the report is in none.
std::string NameOfTask(Session& session, const TaskOptions& options);

// All of a task: what is to be reviewed, and the questions.
void PrintTask(const Session& session, const review::v1::Task& task);

// What a decision led to, as PrintOutcome does it for reports.
void PrintTaskOutcome(const Session& session, std::string_view done, const review::v1::Task& task);

}  // namespace gongkai::cli
