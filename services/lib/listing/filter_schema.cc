#include "services/lib/listing/filter_schema.h"

#include <algorithm>
#include <charconv>

#include "services/lib/request/time.h"
#include "workflow/base/time.h"

namespace gongkai::listing {
namespace {

std::optional<FilterValue> ParseInteger(std::string_view literal) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(literal.begin(), literal.end(), value);
  if (error != std::errc() || end != literal.end()) return std::nullopt;
  return value;
}

}  // namespace

FilterField TextField(std::string name, std::string column) {
  return {std::move(name),
          std::move(column),
          false,
          {"text, in quotes unless it is one word", "文本，除非只有一个词，否则加引号"},
          [](std::string_view literal) { return FilterValue(std::string(literal)); }};
}

FilterField IntegerField(std::string name, std::string column) {
  return {std::move(name), std::move(column), true, {"a whole number", "整数"}, ParseInteger};
}

FilterField TimestampField(std::string name, std::string column) {
  return {std::move(name),
          std::move(column),
          true,
          {"a time such as 2026-03-01T09:30:00+08:00", "时间，例如 2026-03-01T09:30:00+08:00"},
          [](std::string_view literal) -> std::optional<FilterValue> {
            const std::optional<base::Time> time = request::ParseTime(literal);
            if (!time) return std::nullopt;
            return base::ToMicros(*time);
          }};
}

FilterField EnumField(std::string name, std::string column,
                      std::vector<std::pair<std::string, std::int64_t>> values) {
  base::Bilingual expects{"one of ", "以下之一："};
  for (const auto& value : values) {
    const bool first = &value == &values.front();
    expects.english.append(first ? "" : ", ").append(value.first);
    expects.chinese.append(first ? "" : "、").append(value.first);
  }
  auto parse = [values =
                    std::move(values)](std::string_view literal) -> std::optional<FilterValue> {
    const auto found = std::find_if(values.begin(), values.end(), [literal](const auto& value) {
      return value.first == literal;
    });
    if (found == values.end()) return std::nullopt;
    return found->second;
  };
  return {std::move(name), std::move(column), false, std::move(expects), std::move(parse)};
}

const FilterField* FilterSchema::Find(std::string_view name) const {
  const auto found = std::find_if(fields_.begin(), fields_.end(),
                                  [name](const FilterField& field) { return field.name == name; });
  return found == fields_.end() ? nullptr : &*found;
}

}  // namespace gongkai::listing
