// Reads YAML strictly. The functions throw YAML::Exception for the first broken rule, as yaml-cpp
// itself does: the message says what is wrong, and the mark says where.
#pragma once

#include <yaml-cpp/yaml.h>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <map>
#include <string>
#include <string_view>

#include "workflow/base/time.h"

namespace gongkai::identity {

// The value of one key of a map, and the place of the key.
struct YamlField {
  YAML::Mark where;
  YAML::Node value;
};
using YamlFields = std::map<std::string, YamlField, std::less<>>;

// Throws YAML::Exception with this place and this rule.
[[noreturn]] void RefuseYaml(const YAML::Mark& where, const std::string& rule);

// Returns the one document of a file. Throws YAML::Exception if the file is too large, is not UTF-8
// or starts with a byte order mark. Also throws if the file holds characters that nobody sees (the
// rules of FieldCheck), or does not hold exactly one document. Also throws if the file does not end
// with the line `...`, because such a file may be cut off.
YAML::Node ReadYaml(const std::string& text, std::size_t max_bytes);

// Returns the field of that key, or null. The pointer is valid as long as `fields`.
const YamlField* FindField(const YamlFields& fields, std::string_view key);

// In the functions below, `what` names the value in messages: "user/wu: roles".

// Returns the fields of a map with any keys of at most 100 characters, none of them twice.
YamlFields ReadMap(const YAML::Node& node, const YAML::Mark& where, const std::string& what);
// Returns the fields of a map with no keys except `keys`.
YamlFields ReadMap(const YAML::Node& node, const YAML::Mark& where, const std::string& what,
                   std::initializer_list<std::string_view> keys);
// Returns a text of one line, of 1 to `max` characters, without a space at its ends and without
// characters that show nothing.
const std::string& ReadLine(const YamlField& field, const std::string& what, std::size_t max);
// Returns a whole number in decimal digits, `min` to `max`.
std::int64_t ReadNumber(const YamlField& field, const std::string& what, std::int64_t min,
                        std::int64_t max);
// Returns a time of RFC 3339 after 1970.
base::Time ReadTime(const YamlField& field, const std::string& what);

// Returns the text in quotes, "'wu'", cut to 100 bytes and with U+FFFD for each byte that is not
// UTF-8.
std::string Quoted(std::string_view text);

}  // namespace gongkai::identity
