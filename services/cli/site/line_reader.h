// Reads a file line by line from any place.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

namespace gongkai::cli::site {

// Reads the lines of an open file. Holds one line and a bounded number of bytes besides.
class LineReader {
 public:
  struct Line {
    std::string text;       // without the line feed
    bool is_whole = false;  // a line feed ends it
  };

  // `file` must stay open as long as this is used. The position of the file is neither used nor changed.
  LineReader(int file, std::int64_t at) : file_(file), at_(at), read_(at) {}

  // Returns the next line, or nullopt at the end. Throws std::system_error if the file cannot be read.
  std::optional<Line> Next();

  // Returns where the next line begins.
  std::int64_t at() const { return at_; }

 private:
  // Reads more bytes. Returns false at the end of the file.
  bool Fill();

  const int file_;
  std::int64_t at_;
  std::int64_t read_;   // where the bytes end that were read
  std::string buffer_;  // bytes that were read; those before `used_` belong to earlier lines
  std::size_t used_ = 0;
};

}  // namespace gongkai::cli::site
