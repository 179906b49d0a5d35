// The calendar in force, kept up to date with its file.
#pragma once

#include <filesystem>
#include <memory>

#include "services/lib/runtime/growing.h"
#include "services/lib/runtime/watched_file.h"
#include "workflow/calendar/calendar.h"
#include "workflow/error/result.h"

namespace gongkai::workflow {

// Holds the calendar in force: the years inside the program, and those of a file, if there is one. A
// changed file takes effect within two seconds. A file that does not parse is logged once, and the
// last good calendar stays in force. Thread-safe.
class Calendars {
 public:
  // Without a file.
  Calendars();

  // Reads the file, if `file` names one, and starts to follow it. Errors: INVALID_FIELD (the file
  // cannot be used).
  static Result<std::unique_ptr<Calendars>> Open(const std::filesystem::path& file);

  // Returns the calendar in force, never null.
  std::shared_ptr<const calendar::Calendar> current() const;

  // Calls `changed` as runtime::WatchedFile does.
  runtime::GrowingValue::Subscription OnChange(runtime::GrowingValue::Wake changed) const;

 private:
  const std::shared_ptr<const calendar::Calendar> announced_;
  std::unique_ptr<runtime::WatchedFile<calendar::Calendar>> file_;  // null: there is none
};

}  // namespace gongkai::workflow
