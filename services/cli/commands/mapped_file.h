// Reads files of any size.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace gongkai::cli {

// Represents the bytes of a file, which the system reads when they are looked at: a large file needs no more
// memory than a small one. What comes out of a pipe is kept in a temporary file without a name. The file must
// not be cut short meanwhile.
class MappedFile {
 public:
  // Opens the file, or standard input if `path` is `-`. Throws Failure kUsage if it cannot be read.
  explicit MappedFile(const std::string& path);
  ~MappedFile();

  MappedFile(const MappedFile&) = delete;
  MappedFile& operator=(const MappedFile&) = delete;

  std::string_view bytes() const { return {static_cast<const char*>(begin_), size_}; }

 private:
  void* begin_ = nullptr;
  std::size_t size_ = 0;
};

}  // namespace gongkai::cli
