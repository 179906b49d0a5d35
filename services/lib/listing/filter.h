// Filters of lists, after AIP-160 (https://google.aip.dev/160). ParseFilter describes the language.
#pragma once

#include <functional>
#include <optional>
#include <string_view>
#include <vector>

#include "services/lib/listing/filter_schema.h"
#include "workflow/error/result.h"

namespace gongkai::listing {

enum class FilterOperator {
  kEqual,
  kNotEqual,
  kLess,
  kLessOrEqual,
  kGreater,
  kGreaterOrEqual,
  kIsSet
};

// One comparison of a filter.
struct FilterComparison {
  const FilterField* field = nullptr;  // points into the FilterSchema
  FilterOperator op = FilterOperator::kIsSet;
  FilterValue value;  // unused if `op` is kIsSet
};

// A parsed filter: a tree of comparisons, NOT, AND and OR. A default Filter matches every record.
struct Filter {
  enum class Kind { kComparison, kNot, kAnd, kOr };

  Kind kind = Kind::kAnd;
  FilterComparison comparison;   // for kComparison
  std::vector<Filter> operands;  // one for kNot; any number for kAnd and kOr
};

// Returns the filter that `text` describes. `schema` must outlive the filter.
// Errors: INVALID_FILTER. The message says where the fault is, why, and what would be right.
//
//   to_state = PUBLISHED AND time >= 2026-03-01T00:00:00+08:00
//   -(action = EDIT) AND (actor = "user/li" OR actor = 'user/wang')
//
// - A comparison is a field, an operator (= != < <= > >= :) and a literal. A literal is one word,
//   or text in double or single quotes. In quotes, a backslash goes before a quote or another
//   backslash.
// - OR binds tighter than AND: `a AND b OR c` is `a AND (b OR c)`. NOT and - negate one comparison
//   or one pair of parentheses. AND, OR and NOT are in capitals.
// - `field:*` asks whether the field is set. `field:x` is `field = x`. An unset field matches no
//   other comparison, neither = nor !=, negated or not.
// - There are no functions and no words without a field. Text is equal or not equal. A longer text
//   that begins or ends with `*`, which other systems take for a prefix, is refused.
// - A filter has at most 4096 bytes, 32 comparisons and parentheses 8 deep. An empty filter matches
//   every record.
Result<Filter> ParseFilter(std::string_view text, const FilterSchema& schema);

// Returns the value of a record's field by the name of the field, or nullopt if the field is not
// set.
using FilterRecord = std::function<std::optional<FilterValue>(std::string_view field)>;

// Returns whether the record matches, for lists that are not in the database. Agrees with the SQL
// of Compile. Throws std::logic_error if a value is of another type than its field.
bool Matches(const Filter& filter, const FilterRecord& record);

}  // namespace gongkai::listing
