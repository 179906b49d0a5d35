#include "workflow/leak/locator.h"

#include <algorithm>

#include "workflow/leak/utf8.h"

namespace gongkai::leak {

Place Locator::PlaceOf(Range bytes) {
  const std::string_view passed = text_.substr(at_, bytes.begin - at_);
  if (const std::size_t last = passed.rfind('\n'); last != std::string_view::npos) {
    line_ += static_cast<std::size_t>(std::ranges::count(passed, '\n'));
    column_ = 1;
    at_ += last + 1;
  }
  for (; at_ < bytes.begin; at_ += ReadCharacter(text_, at_).size) ++column_;
  return {line_, column_, bytes};
}

}  // namespace gongkai::leak
