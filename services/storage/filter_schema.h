// What a list can be filtered by: its fields, and what each is compared with.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace gongkai::storage {

// A value as it is stored: times are microseconds since 1970 UTC, enums are numbers.
using FilterValue = std::variant<std::int64_t, std::string>;

struct FilterField {
  std::string name;     // in the filter, "to_state"
  std::string column;   // SQL expression of the stored value
  bool ordered;         // <, <=, > and >= make sense, not only = and !=
  std::string expects;  // for the message about a bad literal: "a whole number"
  std::function<std::optional<FilterValue>(std::string_view literal)> parse;
};

FilterField TextField(std::string name, std::string column);
FilterField IntegerField(std::string name, std::string column);
FilterField TimestampField(std::string name, std::string column);
FilterField EnumField(std::string name, std::string column,
                      std::vector<std::pair<std::string, std::int64_t>> values);

// Never changes once made; any thread may read it.
class FilterSchema {
 public:
  explicit FilterSchema(std::vector<FilterField> fields) : fields_(std::move(fields)) {}

  const FilterField* Find(std::string_view name) const;  // nullptr if there is none
  const std::vector<FilterField>& fields() const { return fields_; }

 private:
  std::vector<FilterField> fields_;
};

}  // namespace gongkai::storage
