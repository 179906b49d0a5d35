// Looks at the formula around a value.
#pragma once

#include <cstddef>

#include "services/extract/traced_text.h"

namespace gongkai::extract {

// Returns whether what begins at `at` of the text stands between the quotes of a text in its formula. `piece` is the
// piece of the text that has it.
bool IsQuoted(const TracedText& text, const TracedText::Piece& piece, std::size_t at);

// Returns whether it is of the name of a sheet, to which the formula refers.
bool IsNameOfSheet(const TracedText& text, const TracedText::Piece& piece, std::size_t at);

}  // namespace gongkai::extract
