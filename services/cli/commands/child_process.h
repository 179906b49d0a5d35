// Runs another program, without a shell.
#pragma once

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace gongkai::cli {

// Returns whether PATH leads to a program of this name.
bool IsInstalled(const std::string& program);

// Runs a program of PATH with these arguments, in a process group of its own. It reads nothing from
// standard input; what it prints is appended to the file `log`. Returns whether it ended with exit
// code 0; nullopt if it still ran after `longest`, and was killed. Throws std::system_error if it
// could not be started.
std::optional<bool> RunProgram(const std::string& program,
                               const std::vector<std::string>& arguments,
                               const std::filesystem::path& log, std::chrono::seconds longest);

}  // namespace gongkai::cli
