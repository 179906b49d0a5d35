#pragma once

#include <filesystem>
#include <string>

namespace gongkai::bench {

// Serves the echo as the services are served, until the process is told to stop.
int ServeEcho(const std::string& address, const std::filesystem::path& certificates);

}  // namespace gongkai::bench
