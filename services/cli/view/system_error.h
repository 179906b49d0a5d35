// Says in both languages why the system refused something.
#pragma once

#include "workflow/base/bilingual.h"

namespace gongkai::cli {

// Returns what the number of an error (errno) means for a file. EINVAL stands for a file that is no regular file.
// What has no Chinese here is told in the system's own words.
base::Bilingual SystemText(int error);

}  // namespace gongkai::cli
