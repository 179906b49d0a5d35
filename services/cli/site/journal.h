// The file in which a check of a site keeps what is done, so that it can go on after it was ended.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

#include "services/lib/runtime/descriptor.h"

namespace gongkai::cli::site {

// Keeps lines of text, each with a checksum of its own: a line is there as it was written, or the file is refused. A
// last line that was not written to its end, because the process was killed, is as if it had never been begun. One
// process at a time has the file. For one thread.
//
//   Journal journal = Journal::Open("state");
//   journal.Read([](std::int64_t at, const std::string& text) { … });
//   const std::int64_t at = journal.Append("…");
//   journal.At(at);
class Journal {
 public:
  // Opens the file, or makes it, for its owner alone. Throws Error kInUse if another process has it, kUsage if it
  // cannot be opened or is no journal: then nothing in it is changed.
  static Journal Open(const std::filesystem::path& path);

  // Returns a journal that nobody else can find, and that is gone at the end.
  static Journal Temporary();

  // Calls `each` with every line and its place. Call it before all others. Throws Error kDamaged, which names the
  // line, if a line is not what was written.
  void Read(const std::function<void(std::int64_t at, const std::string& text)>& each);

  // Appends a line, in which there is no line feed, and returns its place. Once a second it makes what was written
  // safe from a loss of power. Throws Error kDisk, after which the file has what it had before.
  std::int64_t Append(std::string_view text);

  // Makes what was written safe from a loss of power.
  void Sync();

  // Returns the line at this place. Throws as Read.
  std::string At(std::int64_t at) const;

 private:
  using Clock = std::chrono::steady_clock;

  Journal(std::string name, runtime::Descriptor file);

  // Throws Error kDisk with the system's error.
  [[noreturn]] void FailToWrite() const;
  void WriteAll(std::string_view bytes, std::int64_t at) const;

  std::string name_;
  runtime::Descriptor file_;
  std::int64_t end_ = 0;  // of what is whole
  Clock::time_point synced_ = Clock::now();
};

}  // namespace gongkai::cli::site
