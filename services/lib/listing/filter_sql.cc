#include "services/lib/listing/filter_sql.h"

namespace gongkai::listing {
namespace {

std::string_view SymbolOf(FilterOperator op) {
  switch (op) {
    case FilterOperator::kEqual:
      return " = ";
    case FilterOperator::kNotEqual:
      return " <> ";
    case FilterOperator::kLess:
      return " < ";
    case FilterOperator::kLessOrEqual:
      return " <= ";
    case FilterOperator::kGreater:
      return " > ";
    case FilterOperator::kGreaterOrEqual:
      return " >= ";
    case FilterOperator::kIsSet:
      break;
  }
  return " IS NOT NULL";
}

void Append(const Filter& filter, Where& where);

void Append(const FilterComparison& comparison, Where& where) {
  where.fields.insert(comparison.field->name);
  where.condition.append(comparison.field->column).append(SymbolOf(comparison.op));
  if (comparison.op == FilterOperator::kIsSet) return;
  const auto number = static_cast<std::size_t>(where.first) + where.values.size();
  where.condition.append("$").append(std::to_string(number));
  where.values.push_back(comparison.value);
}

void AppendJoined(const std::vector<Filter>& operands, std::string_view word, Where& where) {
  where.condition += '(';
  for (const Filter& operand : operands) {
    if (&operand != &operands.front()) where.condition += word;
    Append(operand, where);
  }
  where.condition += ')';
}

void Append(const Filter& filter, Where& where) {
  switch (filter.kind) {
    case Filter::Kind::kComparison:
      return Append(filter.comparison, where);
    case Filter::Kind::kNot:
      where.condition += "(NOT ";
      Append(filter.operands.front(), where);
      where.condition += ')';
      return;
    case Filter::Kind::kAnd:
      if (filter.operands.empty()) {
        where.condition += "TRUE";
        return;
      }
      return AppendJoined(filter.operands, " AND ", where);
    case Filter::Kind::kOr:
      return AppendJoined(filter.operands, " OR ", where);
  }
}

}  // namespace

void Where::BindTo(sql::Statement& statement) const {
  int position = first;
  for (const FilterValue& value : values) {
    std::visit([&](const auto& v) { statement.Bind(position, v); }, value);
    ++position;
  }
}

Where Compile(const Filter& filter, int first) {
  Where where{.first = first};
  Append(filter, where);
  return where;
}

}  // namespace gongkai::listing
