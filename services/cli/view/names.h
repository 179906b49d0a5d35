// Turns names that people type into the resource names of the services.
#pragma once

#include <string>
#include <string_view>

namespace gongkai::cli {

// Returns `reports/annual-2021` for `annual-2021` and for `reports/annual-2021`. Does not check the
// id: the service does, with a better message.
std::string ReportName(std::string_view text);

// Returns `publications/annual-2021` for `annual-2021`, `reports/annual-2021` and
// `publications/annual-2021`.
std::string PublicationName(std::string_view text);

// Returns `entries/17` for `17` and for `entries/17`.
std::string EntryName(std::string_view text);

// Holds the parts of a task as typed: `annual-2021`, or the full name
// `reports/annual-2021/tasks/legal`.
struct TaskWords {
  std::string report;  // `reports/annual-2021`
  std::string stage;   // `legal`; empty: not given
};

// Returns the parts of the typed task. Does not check the stage.
TaskWords ParseTask(std::string_view text);

// Returns `{report}/tasks/{stage}`. `report` is `reports/…`.
std::string TaskName(std::string_view report, std::string_view stage);
// Returns `{report}/attachments/{file_name}`. `report` is `reports/…`.
std::string AttachmentName(std::string_view report, std::string_view file_name);

// Returns the name of a report without `reports/`.
std::string_view ShortName(std::string_view report);

// Returns the text in quotes, with escapes, as a string of a filter (AIP-160).
std::string Quoted(std::string_view text);

}  // namespace gongkai::cli
