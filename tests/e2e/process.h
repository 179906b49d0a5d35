// A process of ours, as an operator starts and stops it.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>
#include <vector>

namespace gongkai::e2e {

// Ends with SIGKILL if it still runs when this goes.
class Process {
 public:
  // Starts `command`; its output goes to the end of `log`.
  Process(std::vector<std::string> command, const std::filesystem::path& log);
  ~Process();

  Process(Process&& other) noexcept;
  Process& operator=(Process&&) = delete;

  pid_t pid() const { return pid_; }

  // SIGTERM, then waits: the exit code, or 128 and the signal that ended it.
  int Stop();
  // SIGKILL, then waits.
  void Kill();
  // Waits for it to end by itself.
  int Wait();

 private:
  pid_t pid_ = 0;  // 0: it has ended, and was waited for
};

// Runs `command` to its end with its output in `log`; the exit code.
int RunToEnd(std::vector<std::string> command, const std::filesystem::path& log);

// What a file holds.
std::string ReadFile(const std::filesystem::path& path);

}  // namespace gongkai::e2e
