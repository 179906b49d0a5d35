#include "workflow/leak/locator.h"

#include "workflow/leak/utf8.h"

namespace gongkai::leak {

Place Locator::PlaceOf(Range bytes) {
  const std::string_view passed = text_.substr(at_, bytes.begin - at_);
  std::size_t end = 0;  // of the lines that were passed
  for (std::size_t line = passed.find('\n'); line != std::string_view::npos;
       line = passed.find('\n', end)) {
    end = line + 1;
    ++line_;
    column_ = 1;
  }
  at_ += end;
  for (; at_ < bytes.begin; at_ += ReadCharacter(text_, at_).size) ++column_;
  return {line_, column_, bytes};
}

}  // namespace gongkai::leak
