// Reads YAML strictly: every rule that is broken is told with its line. Throws YAML::Exception, as
// yaml-cpp itself does; the message says what is wrong and the mark says where.
#pragma once

#include <yaml-cpp/yaml.h>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <map>
#include <string>
#include <string_view>

namespace gongkai::server {

// One key of a map and what it holds.
struct YamlField {
  YAML::Mark where;
  YAML::Node value;
};
using YamlFields = std::map<std::string, YamlField, std::less<>>;

[[noreturn]] void RefuseYaml(const YAML::Mark& where, const std::string& rule);

// The one document of a file. Refuses a file that is too large, is not UTF-8, holds characters that
// nobody sees (FieldCheck's rules), or does not end with the line `...`: such a file may be cut
// off.
YAML::Node ReadYaml(const std::string& text, std::size_t max_bytes);

// The field of that key, or null.
const YamlField* FindField(const YamlFields& fields, std::string_view key);

// In all of these `what` names the value in messages: "user/wu: roles".

// A map with any keys, none of them twice.
YamlFields ReadMap(const YAML::Node& node, const YAML::Mark& where, const std::string& what);
// A map with none but these keys.
YamlFields ReadMap(const YAML::Node& node, const YAML::Mark& where, const std::string& what,
                   std::initializer_list<std::string_view> keys);
// One line of 1 to `max` characters.
const std::string& ReadLine(const YamlField& field, const std::string& what, std::size_t max);
// A whole number in decimal digits.
std::int64_t ReadNumber(const YamlField& field, const std::string& what, std::int64_t min,
                        std::int64_t max);
// RFC 3339, in microseconds since 1970.
std::int64_t ReadTime(const YamlField& field, const std::string& what);

// "'wu'", however long and of whatever bytes the text is.
std::string Quoted(std::string_view text);

}  // namespace gongkai::server
