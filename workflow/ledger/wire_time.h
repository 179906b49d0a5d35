// Times and days as the well-known messages of Protocol Buffers hold them.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "workflow/base/time.h"

namespace gongkai::ledger {

// Reads a google.protobuf.Timestamp. Returns whether it is a time after 1970 and before the year
// 10000. What is finer than a microsecond is dropped.
bool ReadTime(std::string_view bytes, base::Time& time);

// Returns the bytes of the Timestamp; empty for Time{}.
std::string WriteTime(base::Time time);

// Reads a google.type.Date. Returns whether it is a day of the years 1 to 9999.
bool ReadDay(std::string_view bytes, std::chrono::local_days& day);

// Returns the bytes of the Date of a day of the years 1 to 9999.
std::string WriteDay(std::chrono::local_days day);

}  // namespace gongkai::ledger
