// Reads any file: tells its format and calls the reader for it.
#pragma once

#include "services/extract/reading.h"

namespace gongkai::extract {

// Reads the file, and what is in it, into the reading.
void ReadFile(Reading& reading, const File& file);

}  // namespace gongkai::extract
