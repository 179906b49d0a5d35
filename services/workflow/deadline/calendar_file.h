// The file with the days off of years that were announced after this program was made.
#pragma once

#include <string_view>

#include "workflow/calendar/calendar.h"
#include "workflow/error/result.h"

namespace gongkai::workflow {

// Returns the calendar with the years inside the program and those of the file, a text of at most
// 64 KiB. Its years follow those of the program one after the other.
// Errors: INVALID_FIELD (the message names the line and the rule).
//
//   years:
//     2027:
//       source: https://www.gov.cn/…
//       off: [2027-01-01/2027-01-03, 2027-02-05/2027-02-11]
//       worked: [2027-01-31, 2027-02-13]
//   ...
Result<calendar::Calendar> ParseCalendar(std::string_view yaml);

}  // namespace gongkai::workflow
