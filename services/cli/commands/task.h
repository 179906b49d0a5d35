// Provides what the commands on tasks share: which task is meant, and how a task is printed.
#pragma once

#include <CLI/App.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "gongkai/review/v1/review_service.grpc.pb.h"
#include "services/cli/commands/session.h"
#include "services/lib/client/client.h"

namespace gongkai::cli {

using ReviewClient = client::Client<review::v1::ReviewService>;

// Names a task by its report and stage.
struct TaskOptions {
  std::string report;                      // as typed: a report, or the full name of a task
  std::optional<review::v1::Stage> stage;  // absent: the stage in which the report is
};

// Adds the options to `app`. `options` must outlive `app`.
void AddTaskOptions(CLI::App& app, TaskOptions& options);

// Returns the full name of the task. The stage is that of a typed full name, else `options.stage`,
// else the stage in which workflow has the report. Throws Failure kRefused if the report is in no
// stage.
std::string NameOfTask(Session& session, const TaskOptions& options);

// Prints all of a task: the content to review, and the questions.
void PrintTask(const Session& session, const review::v1::Task& task);

// Prints the result of a decision, as PrintOutcome does for reports.
void PrintTaskOutcome(const Session& session, std::string_view done, const review::v1::Task& task);

}  // namespace gongkai::cli
