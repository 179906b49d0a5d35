// Reads the files that configure a process: its policy and its certificates.
#pragma once

#include <filesystem>
#include <string>

#include "workflow/error/result.h"

namespace gongkai::runtime {

// Returns the bytes of the file.
// Errors: INVALID_FIELD (the file, which the message names, cannot be read or has more than 1 MiB).
Result<std::string> ReadSmallFile(const std::filesystem::path& path);

}  // namespace gongkai::runtime
