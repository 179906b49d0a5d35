// Shows the progress of a transfer.
#pragma once

#include <cstdint>
#include <iosfwd>
#include <string>

#include "services/cli/view/terminal.h"

namespace gongkai::cli {

// Draws one line that grows with the transfer, if the terminal is interactive. Otherwise prints
// nothing. The destructor removes the line.
//
//   Progress progress("scan.pdf", size, session.err, std::cerr);
//   progress.Advance(chunk.size());  // after each chunk
class Progress {
 public:
  // `what` names the transfer, and `total` is its size in bytes. `out` must outlive this.
  Progress(std::string what, std::int64_t total, const Terminal& terminal, std::ostream& out);
  ~Progress();

  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  // Counts `bytes` as done, and redraws the line if the percentage has changed.
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
