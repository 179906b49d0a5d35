// Filters of lists, after https://google.aip.dev/160.
//
//   to_state = PUBLISHED AND time >= 2026-03-01T00:00:00+08:00
//   -(action = EDIT) AND (actor = "user/li" OR actor = 'user/wang')
//
// - A comparison is a field, an operator (= != < <= > >= :) and a literal: one word, or text in
//   double or single quotes in which \ goes before a quote or a \.
// - OR binds tighter than AND: `a AND b OR c` is `a AND (b OR c)`. NOT and - negate one comparison
//   or what stands in parentheses. AND, OR and NOT are in capitals.
// - `field:*` asks whether the field is set at all; `field:x` is `field = x`. An unset field
// matches
//   nothing else, neither = nor !=, negated or not.
// - No wildcards, functions or words on their own: text is equal or it is not.
// - At most 4096 bytes, 32 comparisons, parentheses 8 deep. An empty filter matches all.
#pragma once

#include <functional>
#include <optional>
#include <string_view>
#include <vector>

#include "services/storage/filter_schema.h"
#include "workflow/error/result.h"

namespace gongkai::storage {

enum class FilterOperator {
  kEqual,
  kNotEqual,
  kLess,
  kLessOrEqual,
  kGreater,
  kGreaterOrEqual,
  kIsSet
};

struct FilterComparison {
  const FilterField* field = nullptr;
  FilterOperator op = FilterOperator::kIsSet;
  FilterValue value;  // not of kIsSet
};

struct Filter {
  enum class Kind { kComparison, kNot, kAnd, kOr };

  Kind kind = Kind::kAnd;
  FilterComparison comparison;   // of kComparison
  std::vector<Filter> operands;  // of kNot one; of kAnd and kOr any number
};

// Or errors::InvalidFilter, which says where, why, and what would be right. `schema` must outlive
// the filter.
Result<Filter> ParseFilter(std::string_view text, const FilterSchema& schema);

// The value of a record's field, by the field's name; nullopt if it is not set.
using FilterRecord = std::function<std::optional<FilterValue>(std::string_view field)>;

// Whether the record matches: for lists that are not in the database. Finds what the SQL of
// CompileFilter finds.
bool Matches(const Filter& filter, const FilterRecord& record);

}  // namespace gongkai::storage
