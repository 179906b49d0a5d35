// A process under measurement.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace gongkai::bench {

class Process {
 public:
  struct Options {
    std::string name;
    std::vector<std::string> command;  // the program's path, then its arguments
    std::filesystem::path folder;      // for its log and its count of flushes; exists
    std::filesystem::path preload;     // flush_count's library
  };

  // Starts it.
  explicit Process(const Options& options);
  ~Process();  // Stop, whatever comes of it

  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  // Asks it to stop and waits. Throws unless it ends well.
  void Stop();

  bool running();
  double CpuSeconds() const;  // user and system, of all its threads
  double ResidentMegabytes() const;
  double PeakMegabytes() const;  // the most that was resident since ForgetPeak
  void ForgetPeak();
  std::uint64_t Flushes() const;  // fsync and fdatasync since it started
  const std::string& name() const { return name_; }
  const std::filesystem::path& log() const { return log_; }

 private:
  double StatusMegabytes(std::string_view key) const;
  void Start(const Options& options, const std::filesystem::path& flushes);

  std::string name_;
  std::filesystem::path log_;
  pid_t pid_ = -1;
  int status_ = 0;
  const std::uint64_t* flushes_ = nullptr;  // one page, shared with the process
};

// A port of 127.0.0.1 that was free a moment ago.
std::string FreeAddress();

}  // namespace gongkai::bench
