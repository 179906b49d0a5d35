#include "workflow/leak/columns.h"

#include <algorithm>

#include "workflow/leak/context.h"

namespace gongkai::leak {
namespace {

// A longer line is no row of a table. The bound also keeps the search quick in a text without lines.
constexpr std::size_t kLongestLine = 2'000;

// Returns where the line begins that `at` is in, or `at` if the line is too long.
std::size_t BeginOfLine(std::string_view text, std::size_t at) {
  const std::size_t most = std::min(at, kLongestLine);
  const std::size_t line = EndOfLastLine(text.substr(at - most, most));
  if (line != 0) return at - most + line;
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
    const std::size_t first = line.find(separator);
    if (first != std::string_view::npos) return {separator, CountOf(line.substr(first), separator)};
  }
  return {};
}

Columns::Columns(std::string_view text) : text_(text), shape_(ShapeOf(LineAt(text, 0))) {}

Columns::Shape Columns::ShapeAt(std::size_t line) const {
  return line == line_ ? shape_ : ShapeOf(LineAt(text_, line));
}

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
    if (ShapeAt(above) != shape) break;
    begin = above;
  }
  line_ = line;
  begin_ = begin;
  shape_ = shape;
  counted_to_ = line;
  column_ = 0;
}

void Columns::ReadHeader() {
  if (header_begin_ == begin_) return;
  header_begin_ = begin_;
  header_.clear();
  std::string_view line = LineAt(text_, begin_);
  for (std::size_t end = line.find(shape_.separator); end != std::string_view::npos;
       end = line.find(shape_.separator)) {
    header_.push_back(line.substr(0, end));
    line.remove_prefix(end + 1);
  }
  header_.push_back(line);
}

std::size_t Columns::LineOf(std::size_t at) {
  if (at < asked_) {
    asked_ = 0;
    line_of_asked_ = 0;
  }
  const std::size_t line = EndOfLastLine(text_.substr(asked_, at - asked_));
  if (line != 0) line_of_asked_ = asked_ + line;
  asked_ = at;
  const std::size_t most = line_of_asked_ == 0 ? kLongestLine : kLongestLine - 1;
  return at - line_of_asked_ <= most ? line_of_asked_ : at;
}

std::string_view Columns::HeaderOf(std::size_t at) {
  GoTo(LineOf(at));
  if (shape_.count == 0 || begin_ == line_) return {};
  if (at < counted_to_) {
    counted_to_ = line_;
    column_ = 0;
  }
  column_ += CountOf(text_.substr(counted_to_, at - counted_to_), shape_.separator);
  counted_to_ = at;
  ReadHeader();
  return header_[column_];
}

}  // namespace gongkai::leak
