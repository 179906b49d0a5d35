// What has been announced so far, inside the program.
#pragma once

#include <span>

#include "workflow/calendar/calendar.h"

namespace gongkai::calendar {

// Returns the announcements of 2019 to 2026, one year after the other. They are valid for ever.
std::span<const Announcement> Announced();

}  // namespace gongkai::calendar
