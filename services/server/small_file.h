// Reading of the files that configure a process: its policy, its certificates.
#pragma once

#include <filesystem>
#include <string>

#include "workflow/error/result.h"

namespace gongkai::server {

// The file's bytes. INVALID_FIELD, naming the file, when it cannot be read or has more than 1 MiB.
Result<std::string> ReadSmallFile(const std::filesystem::path& path);

}  // namespace gongkai::server
