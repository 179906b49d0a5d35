// What the figures depend on besides the code.
#pragma once

#include <filesystem>
#include <nlohmann/json_fwd.hpp>

namespace gongkai::bench {

// Processor, memory, kernel, libraries, and how long the disk under `folder` takes to flush.
nlohmann::ordered_json MachineFacts(const std::filesystem::path& folder);

}  // namespace gongkai::bench
