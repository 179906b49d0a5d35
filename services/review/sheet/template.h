// The template of the sheet. Only this file knows the library of templates (ADR 37).
#pragma once

#include <string>

#include "services/review/sheet/fill.h"

namespace gongkai::review {

// Returns sheet.tpl, filled. Each value is escaped for the place at which it stands. Thread-safe.
std::string FillSheet(const Fill& fill);

}  // namespace gongkai::review
