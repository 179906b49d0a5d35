// What a filter says for certain, so that a list reads only where matches can be. Each answer holds
// for every match; that something is within all of them does not make it a match.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "services/storage/filter.h"

namespace gongkai::storage {

// Numbers from `first` to `last`, both included; none where `first` is greater.
struct FilterRange {
  std::int64_t first = std::numeric_limits<std::int64_t>::min();
  std::int64_t last = std::numeric_limits<std::int64_t>::max();

  bool empty() const { return first > last; }
  friend bool operator==(const FilterRange&, const FilterRange&) = default;
};

// Returns a range that has the column's number of every match. The column must hold numbers.
FilterRange RangeOf(const Filter& filter, std::string_view column);

// Returns texts one of which is the column's in every match; nullopt: the filter names none. The
// column must hold text.
std::optional<std::set<std::string>> TextsOf(const Filter& filter, std::string_view column);

// Returns false if no record matches that has these values; `known` returns nullopt for a field
// that may have any value.
bool CanMatch(const Filter& filter, const FilterRecord& known);

}  // namespace gongkai::storage
