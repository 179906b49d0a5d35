#include "workflow/leak/columns.h"

#include <algorithm>

namespace gongkai::leak {
namespace {

// A longer line is no row of a table. The bound also keeps the search quick in a text without lines.
constexpr std::size_t kLongestLine = 2'000;

// Returns where the line begins that `at` is in, or `at` if the line is too long.
std::size_t BeginOfLine(std::string_view text, std::size_t at) {
  const std::size_t most = std::min(at, kLongestLine);
  const std::size_t before = text.substr(at - most, most).rfind('\n');
  if (before != std::string_view::npos) return at - most + before + 1;
  return most == at ? 0 : at;
}

// Returns the line that begins there, or an empty text if it is too long.
std::string_view LineAt(std::string_view text, std::size_t begin) {
  const std::string_view rest = text.substr(begin, kLongestLine);
  const std::size_t end = rest.find('\n');
  if (end == std::string_view::npos && rest.size() == kLongestLine) return {};
  return rest.substr(0, end);
}

std::size_t CountOf(std::string_view text, char c) {
  return static_cast<std::size_t>(std::ranges::count(text, c));
}

}  // namespace

Columns::Shape Columns::ShapeOf(std::string_view line) {
  for (const char separator : {'\t', '|', ','}) {
    if (const std::size_t count = CountOf(line, separator); count != 0) return {separator, count};
  }
  return {};
}

Columns::Columns(std::string_view text) : text_(text), shape_(ShapeOf(LineAt(text, 0))) {}

void Columns::GoTo(std::size_t line) {
  if (line == line_) return;
  const Shape shape = ShapeOf(LineAt(text_, line));
  std::size_t begin = line;
  while (begin > 0 && shape.count != 0) {
    if (begin == line_ && shape == shape_) {
      begin = begin_;
      break;
    }
    const std::size_t above = BeginOfLine(text_, begin - 1);
    if (ShapeOf(LineAt(text_, above)) != shape) break;
    begin = above;
  }
  line_ = line;
  begin_ = begin;
  shape_ = shape;
}

std::string_view Columns::HeaderOf(std::size_t at) {
  GoTo(BeginOfLine(text_, at));
  if (shape_.count == 0 || begin_ == line_) return {};
  std::string_view header = LineAt(text_, begin_);
  for (std::size_t column = CountOf(text_.substr(line_, at - line_), shape_.separator); column > 0;
       --column) {
    header.remove_prefix(header.find(shape_.separator) + 1);
  }
  return header.substr(0, header.find(shape_.separator));
}

}  // namespace gongkai::leak
