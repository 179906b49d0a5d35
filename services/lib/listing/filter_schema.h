// The fields that a list can be filtered by, and the values that each field is compared with.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "workflow/base/bilingual.h"

namespace gongkai::listing {

// A value as it is stored. Times are microseconds since 1970 UTC; enums are numbers.
using FilterValue = std::variant<std::int64_t, std::string>;

// One field that a filter may name.
struct FilterField {
  std::string name;         // in the filter, "to_state"
  std::string column;       // SQL expression of the stored value
  bool ordered;             // whether <, <=, > and >= are allowed beside =, != and :
  base::Bilingual expects;  // for the message about a wrong literal: {"a whole number", "整数"}
  // Returns the stored value of a literal, or nullopt if the literal is wrong.
  std::function<std::optional<FilterValue>(std::string_view literal)> parse;
};

// Returns a field of text. Every literal is right. The field is not ordered.
FilterField TextField(std::string name, std::string column);
// Returns an ordered field of whole numbers of 64 bits.
FilterField IntegerField(std::string name, std::string column);
// Returns an ordered field of times. A literal is in RFC 3339; see request::ParseTime.
FilterField TimestampField(std::string name, std::string column);
// Returns a field of an enum, with the literals and the stored numbers of `values`. The field is
// not ordered.
FilterField EnumField(std::string name, std::string column,
                      std::vector<std::pair<std::string, std::int64_t>> values);

// The fields of one kind of list. Immutable, therefore thread-safe.
//
//   const FilterSchema schema({TextField("actor", "actor"), IntegerField("position", "idx")});
class FilterSchema {
 public:
  explicit FilterSchema(std::vector<FilterField> fields) : fields_(std::move(fields)) {}

  // Returns the field of this name, or nullptr if there is none. Valid as long as this lives.
  const FilterField* Find(std::string_view name) const;
  const std::vector<FilterField>& fields() const { return fields_; }

 private:
  std::vector<FilterField> fields_;
};

}  // namespace gongkai::listing
