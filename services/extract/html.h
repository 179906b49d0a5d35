// Reads HTML.
#pragma once

#include "services/extract/reading.h"

namespace gongkai::extract {

// Reads what a browser shows, and as parts of their own what it does not: comments, scripts, and the values
// of attributes.
void ReadHtml(Reading& reading, const File& file);

// Prepares the library, so that no file need be opened later.
void PrepareHtml();

}  // namespace gongkai::extract
