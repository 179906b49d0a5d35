// Bounds that a filter sets, so that a list reads only where matches can be. Each bound holds for
// every match, but a record within all bounds may still not match.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "services/lib/listing/filter.h"

namespace gongkai::listing {

// The numbers from `first` to `last`, both included. The range is empty if `first` is greater.
struct FilterRange {
  std::int64_t first = std::numeric_limits<std::int64_t>::min();
  std::int64_t last = std::numeric_limits<std::int64_t>::max();

  bool empty() const { return first > last; }
  friend bool operator==(const FilterRange&, const FilterRange&) = default;
};

// Returns a range that contains the column's number in every match. The column must hold numbers.
// For example, `position > 10 AND position <= 20` gives {11, 20}.
FilterRange RangeOf(const Filter& filter, std::string_view column);

// Returns texts of which every match has one in the column, or nullopt if the filter sets no such
// bound. The column must hold text. For example, `actor = "user/li" OR actor = "user/wang"` gives
// both names.
std::optional<std::set<std::string>> TextsOf(const Filter& filter, std::string_view column);

// Returns false if no record with the known values matches. `known` returns the value of a field,
// or nullopt for a field that may have any value.
bool CanMatch(const Filter& filter, const FilterRecord& known);

}  // namespace gongkai::listing
