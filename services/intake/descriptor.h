// An open file or folder.
#pragma once

#include <fcntl.h>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string_view>
#include <utility>

namespace gongkai::intake {

// Closed with the object. All but TryOpen throw std::system_error when the disk fails.
class Descriptor {
 public:
  Descriptor() = default;
  Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(number_, other.number_);
    return *this;
  }
  ~Descriptor();

  static Descriptor Open(const std::filesystem::path& path, int flags);
  static Descriptor TryOpen(const std::filesystem::path& path,
                            int flags);  // closed if there is none

  bool is_open() const { return number_ >= 0; }

  std::int64_t Size() const;
  void Write(std::string_view bytes);
  std::size_t Read(std::span<char> into);  // fewer than asked only at the end of the file
  void Sync();                             // what was written survives a loss of power

 private:
  int number_ = -1;
};

}  // namespace gongkai::intake
