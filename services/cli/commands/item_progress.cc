#include "services/cli/commands/item_progress.h"

#include <algorithm>
#include <ostream>

#include "services/cli/view/text.h"

namespace gongkai::cli {
namespace {

constexpr std::string_view kToLineStart = "\r\x1b[K";  // and clear the line
constexpr int kCountWidth = 20;
constexpr int kLeastWidth = 20;

}  // namespace

ItemProgress::~ItemProgress() {
  if (is_drawn_) out_ << kToLineStart << std::flush;
}

void ItemProgress::Begin(const std::string& name) {
  ++count_;
  if (!terminal_.interactive) return;
  const auto now = Clock::now();
  if (is_drawn_ && now - drawn_ < std::chrono::milliseconds(100)) return;
  drawn_ = now;
  is_drawn_ = true;
  const std::string total = total_ == 0 ? "" : " of " + std::to_string(total_);
  out_ << kToLineStart << PaddedTo(std::to_string(count_) + total, kCountWidth)
       << CutTo(OneLine(name), std::max(terminal_.columns - kCountWidth - 1, kLeastWidth))
       << std::flush;
}

}  // namespace gongkai::cli
