// Looks for bytes that must be nowhere.
#pragma once

#include <array>
#include <cstdio>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <vector>

namespace gongkai::intake {

// Returns the names of the files below `folder` that hold the text, sorted. Another process looks for it:
// when this one closed a file of a database, all its locks on the file would go.
inline std::vector<std::string> FilesWith(const std::filesystem::path& folder,
                                          const std::string& text) {
  const std::string command =
      "LC_ALL=C grep -rlaF -e '" + text + "' '" + folder.string() + "' | sort";
  std::FILE* const grep = popen(command.c_str(), "r");
  if (grep == nullptr) throw std::runtime_error(command);
  std::string all;
  std::array<char, 4096> some{};
  while (const std::size_t count = std::fread(some.data(), 1, some.size(), grep)) {
    all.append(some.data(), count);
  }
  if (pclose(grep) != 0) throw std::runtime_error(command);
  std::vector<std::string> files;
  for (std::size_t at = 0; at < all.size();) {
    const std::size_t end = all.find('\n', at);
    files.push_back(std::filesystem::path(all.substr(at, end - at)).filename());
    at = end + 1;
  }
  return files;
}

}  // namespace gongkai::intake
