#include "services/workflow/deadline/calendars.h"

#include <utility>

#include "services/workflow/deadline/calendar_file.h"
#include "workflow/calendar/announced.h"

namespace gongkai::workflow {

Calendars::Calendars()
    : announced_(std::make_shared<const calendar::Calendar>(calendar::Announced())) {}

Result<std::unique_ptr<Calendars>> Calendars::Open(const std::filesystem::path& file) {
  auto calendars = std::make_unique<Calendars>();
  if (file.empty()) return calendars;
  auto watched = runtime::WatchedFile<calendar::Calendar>::Open(file, "calendar", ParseCalendar);
  if (!watched) return std::move(watched).error();
  calendars->file_ = *std::move(watched);
  return calendars;
}

std::shared_ptr<const calendar::Calendar> Calendars::current() const {
  return file_ ? file_->current() : announced_;
}

runtime::GrowingValue::Subscription Calendars::OnChange(runtime::GrowingValue::Wake changed) const {
  return file_ ? file_->OnChange(std::move(changed)) : runtime::GrowingValue::Subscription();
}

}  // namespace gongkai::workflow
