#include "services/lib/listing/filter_bounds.h"

#include <algorithm>
#include <utility>

namespace gongkai::listing {
namespace {

// The operator of NOT, pushed inwards to a comparison.
FilterOperator Opposite(FilterOperator op) {
  switch (op) {
    case FilterOperator::kEqual:
      return FilterOperator::kNotEqual;
    case FilterOperator::kNotEqual:
      return FilterOperator::kEqual;
    case FilterOperator::kLess:
      return FilterOperator::kGreaterOrEqual;
    case FilterOperator::kLessOrEqual:
      return FilterOperator::kGreater;
    case FilterOperator::kGreater:
      return FilterOperator::kLessOrEqual;
    case FilterOperator::kGreaterOrEqual:
      return FilterOperator::kLess;
    case FilterOperator::kIsSet:
      break;
  }
  return op;
}

// Whether all operands must hold, NOT pushed inwards: `NOT (a OR b)` is `NOT a AND NOT b`.
bool IsAnd(const Filter& filter, bool negated) {
  return (filter.kind == Filter::Kind::kAnd) != negated;
}

FilterRange Satisfying(FilterOperator op, std::int64_t value) {
  constexpr FilterRange kAll;
  constexpr FilterRange kNone{.first = 1, .last = 0};
  switch (op) {
    case FilterOperator::kEqual:
      return {value, value};
    case FilterOperator::kLess:
      return value == kAll.first ? kNone : FilterRange{kAll.first, value - 1};
    case FilterOperator::kLessOrEqual:
      return {kAll.first, value};
    case FilterOperator::kGreater:
      return value == kAll.last ? kNone : FilterRange{value + 1, kAll.last};
    case FilterOperator::kGreaterOrEqual:
      return {value, kAll.last};
    case FilterOperator::kNotEqual:
    case FilterOperator::kIsSet:
      break;
  }
  return kAll;
}

// Of two ranges what is in both, or the shortest that has both in it.
FilterRange Join(const FilterRange& a, const FilterRange& b, bool both) {
  if (both) return {std::max(a.first, b.first), std::min(a.last, b.last)};
  if (a.empty()) return b;
  if (b.empty()) return a;
  return {std::min(a.first, b.first), std::max(a.last, b.last)};
}

FilterRange RangeOf(const Filter& filter, std::string_view column, bool negated) {
  if (filter.kind == Filter::Kind::kNot) {
    return RangeOf(filter.operands.front(), column, !negated);
  }
  if (filter.kind == Filter::Kind::kComparison) {
    const FilterComparison& comparison = filter.comparison;
    if (comparison.field->column != column || comparison.op == FilterOperator::kIsSet) return {};
    return Satisfying(negated ? Opposite(comparison.op) : comparison.op,
                      std::get<std::int64_t>(comparison.value));
  }
  const bool both = IsAnd(filter, negated);
  FilterRange range;
  if (!both && !filter.operands.empty()) range = {.first = 1, .last = 0};
  for (const Filter& operand : filter.operands) {
    range = Join(range, RangeOf(operand, column, negated), both);
  }
  return range;
}

using Texts = std::optional<std::set<std::string>>;

// Either set holds a match's text; the smaller one says more.
Texts Smaller(Texts a, Texts b) {
  if (!a || (b && b->size() < a->size())) return b;
  return a;
}

Texts TextsOf(const Filter& filter, std::string_view column, bool negated) {
  if (filter.kind == Filter::Kind::kNot) {
    return TextsOf(filter.operands.front(), column, !negated);
  }
  if (filter.kind == Filter::Kind::kComparison) {
    const FilterComparison& comparison = filter.comparison;
    const FilterOperator op = negated ? Opposite(comparison.op) : comparison.op;
    if (comparison.field->column != column || op != FilterOperator::kEqual) return std::nullopt;
    return std::set{std::get<std::string>(comparison.value)};
  }
  Texts texts;
  if (IsAnd(filter, negated)) {
    for (const Filter& operand : filter.operands) {
      texts = Smaller(std::move(texts), TextsOf(operand, column, negated));
    }
    return texts;
  }
  for (const Filter& operand : filter.operands) {
    Texts one = TextsOf(operand, column, negated);
    if (!one) return std::nullopt;
    if (texts) {
      texts->merge(*one);
    } else {
      texts = std::move(one);
    }
  }
  return texts;
}

// What can come of a filter, whatever the values that are not known.
struct Outcomes {
  bool yes;
  bool no;
};

Outcomes OutcomesOf(const Filter& filter, const FilterRecord& known) {
  if (filter.kind == Filter::Kind::kNot) {
    const Outcomes operand = OutcomesOf(filter.operands.front(), known);
    return {.yes = operand.no, .no = operand.yes};
  }
  if (filter.kind == Filter::Kind::kComparison) {
    if (!known(filter.comparison.field->name)) return {.yes = true, .no = true};
    const bool matches = Matches(filter, known);
    return {.yes = matches, .no = !matches};
  }
  const bool all = filter.kind == Filter::Kind::kAnd;
  Outcomes out{.yes = all, .no = !all};
  for (const Filter& operand : filter.operands) {
    const Outcomes one = OutcomesOf(operand, known);
    out.yes = all ? out.yes && one.yes : out.yes || one.yes;
    out.no = all ? out.no || one.no : out.no && one.no;
  }
  return out;
}

}  // namespace

FilterRange RangeOf(const Filter& filter, std::string_view column) {
  return RangeOf(filter, column, /*negated=*/false);
}

std::optional<std::set<std::string>> TextsOf(const Filter& filter, std::string_view column) {
  return TextsOf(filter, column, /*negated=*/false);
}

bool CanMatch(const Filter& filter, const FilterRecord& known) {
  return OutcomesOf(filter, known).yes;
}

}  // namespace gongkai::listing
