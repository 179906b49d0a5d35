// Says what takes the place of a value in a masked copy of its text.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "workflow/leak/finding.h"

namespace gongkai::leak {

// Returns whether a mask takes away what makes a finding of this kind. Marks, notes, headings, and what is
// hidden or cannot be read, say something of the document: a person must decide on them.
bool HasMask(Kind kind);

// Returns the value, which is the text of the finding's range, masked. What separates the digits stays as it
// is: tabs, line ends, bars, commas, spaces. Characters without a width within the value go. `star` is written
// for each masked character. The kind must have a mask.
std::string MaskedForm(std::string_view value, const Finding& finding, std::string_view star);

// Returns what takes the place of each piece of such a value, where it stands in pieces: in the runs of a paragraph, in
// cells. The pieces are ranges of the value in its order, which do not overlap; what is between them stays as it is.
std::vector<std::string> MaskedPieces(std::string_view value, std::span<const Range> pieces,
                                      const Finding& finding, std::string_view star);

}  // namespace gongkai::leak
