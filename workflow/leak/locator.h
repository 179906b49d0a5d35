// Says on which line and in which column a byte of a text is.
#pragma once

#include <cstddef>
#include <string_view>

#include "workflow/leak/finding.h"

namespace gongkai::leak {

// Goes through a text once, from place to place.
class Locator {
 public:
  // The text must outlive this.
  explicit Locator(std::string_view text) : text_(text) {}

  // Returns the place of these bytes. They must not begin before those of the call before.
  Place PlaceOf(Range bytes);

 private:
  std::string_view text_;
  std::size_t at_ = 0;
  std::size_t line_ = 1;
  std::size_t column_ = 1;
};

}  // namespace gongkai::leak
