#include <stdexcept>

#include "services/lib/listing/filter.h"

namespace gongkai::listing {
namespace {

// Nullopt is SQL's unknown.
using Truth = std::optional<bool>;

bool Holds(FilterOperator op, const FilterValue& left, const FilterValue& right) {
  switch (op) {
    case FilterOperator::kEqual:
      return left == right;
    case FilterOperator::kNotEqual:
      return left != right;
    case FilterOperator::kLess:
      return left < right;
    case FilterOperator::kLessOrEqual:
      return left <= right;
    case FilterOperator::kGreater:
      return left > right;
    case FilterOperator::kGreaterOrEqual:
      return left >= right;
    case FilterOperator::kIsSet:
      break;
  }
  return true;
}

Truth Evaluate(const FilterComparison& comparison, const FilterRecord& record) {
  const std::optional<FilterValue> value = record(comparison.field->name);
  if (comparison.op == FilterOperator::kIsSet) return value.has_value();
  if (!value) return std::nullopt;
  if (value->index() != comparison.value.index()) {
    throw std::logic_error("the record's " + comparison.field->name + " is of another type");
  }
  return Holds(comparison.op, *value, comparison.value);
}

Truth Evaluate(const Filter& filter, const FilterRecord& record);

// AND ends at the first false, OR at the first true; otherwise one unknown makes it unknown.
Truth EvaluateAll(const std::vector<Filter>& operands, bool ends_at, const FilterRecord& record) {
  Truth all = !ends_at;
  for (const Filter& operand : operands) {
    const Truth one = Evaluate(operand, record);
    if (one == ends_at) return one;
    if (!one) all = std::nullopt;
  }
  return all;
}

Truth Evaluate(const Filter& filter, const FilterRecord& record) {
  switch (filter.kind) {
    case Filter::Kind::kComparison:
      return Evaluate(filter.comparison, record);
    case Filter::Kind::kNot: {
      const Truth operand = Evaluate(filter.operands.front(), record);
      return operand ? Truth(!*operand) : std::nullopt;
    }
    case Filter::Kind::kAnd:
      return EvaluateAll(filter.operands, /*ends_at=*/false, record);
    case Filter::Kind::kOr:
      break;
  }
  return EvaluateAll(filter.operands, /*ends_at=*/true, record);
}

}  // namespace

bool Matches(const Filter& filter, const FilterRecord& record) {
  return Evaluate(filter, record).value_or(false);
}

}  // namespace gongkai::listing
