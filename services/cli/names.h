// Names of things, as people type them and as the services want them.
#pragma once

#include <string>
#include <string_view>

namespace gongkai::cli {

// `annual-2021` and `reports/annual-2021` are both `reports/annual-2021`. Whether the rest is well
// formed is for the service to say, which says it better.
std::string ReportName(std::string_view text);

// `annual-2021`, `reports/annual-2021` and `publications/annual-2021` are the same publication.
std::string PublicationName(std::string_view text);

// `17` and `entries/17` are the same entry.
std::string EntryName(std::string_view text);

// A task as typed: `annual-2021`, or its full name `reports/annual-2021/tasks/legal`.
struct TaskWords {
  std::string report;  // `reports/annual-2021`
  std::string stage;   // `legal`; empty when not said
};
TaskWords ParseTask(std::string_view text);

std::string TaskName(std::string_view report, std::string_view stage);
std::string AttachmentName(std::string_view report, std::string_view file_name);

// What remains of a report's name without `reports/`.
std::string_view ShortName(std::string_view report);

// The text within quotes, as a filter wants a string.
std::string Quoted(std::string_view text);

}  // namespace gongkai::cli
