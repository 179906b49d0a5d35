// How far a transfer is.
#pragma once

#include <cstdint>
#include <iosfwd>
#include <string>

#include "services/cli/terminal.h"

namespace gongkai::cli {

// One line that is drawn again as it grows, for a person at a terminal; nothing for anybody else.
class Progress {
 public:
  // `out` must outlive it.
  Progress(std::string what, std::int64_t total, const Terminal& terminal, std::ostream& out);
  ~Progress();  // takes the line away

  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  void Advance(std::int64_t bytes);

 private:
  void Draw() const;

  const std::string what_;
  const std::int64_t total_;
  const Terminal terminal_;
  std::ostream& out_;
  std::int64_t done_ = 0;
  std::int64_t drawn_percent_ = -1;
};

}  // namespace gongkai::cli
