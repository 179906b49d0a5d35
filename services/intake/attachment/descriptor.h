// Wraps the descriptor of an open file or folder.
#pragma once

#include <fcntl.h>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string_view>
#include <utility>

namespace gongkai::intake {

// Reads and writes an open file or folder, and closes it in the destructor. Each function that
// calls the system throws std::system_error if the call fails. Not thread-safe.
class Descriptor {
 public:
  Descriptor() = default;
  Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(number_, other.number_);
    return *this;
  }
  ~Descriptor();

  // Opens `path` with the flags of open(2). A new file gets the mode 0600.
  static Descriptor Open(const std::filesystem::path& path, int flags);
  // Opens `path` as Open does. Returns a closed descriptor if the file does not exist.
  static Descriptor TryOpen(const std::filesystem::path& path, int flags);

  bool is_open() const { return number_ >= 0; }

  // Returns the size of the file in bytes.
  std::int64_t Size() const;
  // Writes all of `bytes`.
  void Write(std::string_view bytes);
  // Fills `into`. Returns the number of bytes read, which is smaller than asked only at the end of
  // the file.
  std::size_t Read(std::span<char> into);
  // Blocks until the written bytes would survive a loss of power (fsync).
  void Sync();

 private:
  int number_ = -1;
};

}  // namespace gongkai::intake
