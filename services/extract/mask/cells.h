// Keeps the cells of a sheet right when their values have been masked.
#pragma once

#include <functional>
#include <string_view>

#include "services/extract/mask/edits.h"

namespace gongkai::extract {

// Adds to `edits` what the cells of the sheet need: a number that is masked becomes a text, and the formula that gave it
// goes, because it would give it again. So do the formulas that share it, and, beside a masked cell, those of arrays;
// their results stay. `is_changed` says whether something within a range of the XML is masked.
void AddCellEdits(std::string_view xml,
                  const std::function<bool(std::size_t begin, std::size_t end)>& is_changed,
                  Edits& edits);

}  // namespace gongkai::extract
