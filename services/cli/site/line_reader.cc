#include "services/cli/site/line_reader.h"

#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

namespace gongkai::cli::site {

bool LineReader::Fill() {
  constexpr std::size_t kPiece = std::size_t{64} << 10U;
  buffer_.erase(0, std::exchange(used_, 0));
  const std::size_t before = buffer_.size();
  buffer_.resize(before + kPiece);
  ssize_t size = 0;
  do {
    size = ::pread(file_, buffer_.data() + before, kPiece, read_);
  } while (size < 0 && errno == EINTR);
  if (size < 0) throw std::system_error(errno, std::generic_category(), "read");
  buffer_.resize(before + static_cast<std::size_t>(size));
  read_ += size;
  return size > 0;
}

std::optional<LineReader::Line> LineReader::Next() {
  std::size_t searched = 0;
  for (;;) {
    const std::size_t end = buffer_.find('\n', used_ + searched);
    if (end != std::string::npos) {
      Line line{buffer_.substr(used_, end - used_), true};
      used_ = end + 1;
      at_ = read_ - static_cast<std::int64_t>(buffer_.size() - used_);
      return line;
    }
    searched = buffer_.size() - used_;
    if (Fill()) continue;
    if (searched == 0) return std::nullopt;
    Line line{buffer_.substr(used_), false};
    used_ = buffer_.size();
    at_ = read_;
    return line;
  }
}

}  // namespace gongkai::cli::site
