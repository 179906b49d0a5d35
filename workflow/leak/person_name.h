// The names of people beside what identifies them.
#pragma once

#include <optional>
#include <string_view>

#include "workflow/leak/candidate.h"

namespace gongkai::leak {

// Returns the name that stands before the range on its line, or right behind it, if there is one. The text is
// not folded: 三 of 张三13800138000 may be a digit in the folded text.
std::optional<Candidate> FindNameBeside(std::string_view text, Range range);

}  // namespace gongkai::leak
