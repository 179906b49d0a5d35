#include "services/cli/commands/progress.h"

#include <algorithm>
#include <ostream>

#include "services/cli/commands/files.h"
#include "services/cli/view/text.h"

namespace gongkai::cli {
namespace {

constexpr int kBarWidth = 24;
constexpr int kNameWidth = 28;
constexpr std::string_view kToLineStart = "\r\x1b[K";  // and clear the line

}  // namespace

Progress::Progress(std::string what, std::int64_t total, const Terminal& terminal,
                   std::ostream& out)
    : what_(PaddedTo(CutTo(OneLine(what), kNameWidth), kNameWidth)),
      total_(std::max<std::int64_t>(total, 1)),
      terminal_(terminal),
      out_(out) {}

Progress::~Progress() {
  if (drawn_percent_ >= 0) out_ << kToLineStart << std::flush;
}

void Progress::Advance(std::int64_t bytes) {
  done_ = std::min(done_ + bytes, total_);
  if (!terminal_.interactive) return;
  const std::int64_t percent = done_ * 100 / total_;
  if (percent == drawn_percent_) return;
  drawn_percent_ = percent;
  Draw();
}

void Progress::Draw() const {
  const auto filled = static_cast<std::size_t>(done_ * kBarWidth / total_);
  std::string bar(filled, '#');
  bar.resize(kBarWidth, '.');
  out_ << kToLineStart << what_ << " [" << bar << "] " << PaddedTo(Size(done_), 9) << " of "
       << Size(total_) << std::flush;
}

}  // namespace gongkai::cli
