#include "services/cli/view/names.h"

namespace gongkai::cli {
namespace {

constexpr std::string_view kReports = "reports/";
constexpr std::string_view kPublications = "publications/";
constexpr std::string_view kEntries = "entries/";
constexpr std::string_view kTasks = "/tasks/";

std::string_view Without(std::string_view prefix, std::string_view text) {
  return text.starts_with(prefix) ? text.substr(prefix.size()) : text;
}

std::string Joined(std::string_view prefix, std::string_view rest) {
  return std::string(prefix).append(rest);
}

}  // namespace

std::string ReportName(std::string_view text) { return Joined(kReports, ShortName(text)); }

std::string PublicationName(std::string_view text) {
  return Joined(kPublications, Without(kPublications, ShortName(text)));
}

std::string EntryName(std::string_view text) { return Joined(kEntries, Without(kEntries, text)); }

TaskWords ParseTask(std::string_view text) {
  const std::size_t tasks = text.find(kTasks);
  if (tasks == std::string_view::npos) return {ReportName(text), ""};
  return {ReportName(text.substr(0, tasks)), std::string(text.substr(tasks + kTasks.size()))};
}

std::string TaskName(std::string_view report, std::string_view stage) {
  return Joined(report, kTasks).append(stage);
}

std::string AttachmentName(std::string_view report, std::string_view file_name) {
  return Joined(report, "/attachments/").append(file_name);
}

std::string_view ShortName(std::string_view report) { return Without(kReports, report); }

std::string Quoted(std::string_view text) {
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') quoted += '\\';
    quoted += c;
  }
  return quoted + '"';
}

}  // namespace gongkai::cli
