#include "services/lib/identity/yaml_fields.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <system_error>
#include <vector>

#include "services/lib/request/fields.h"
#include "services/lib/request/text.h"
#include "services/lib/request/time.h"

namespace gongkai::identity {
namespace {

constexpr std::string_view kEnd = "...";
constexpr std::size_t kMaxKey = 100;
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

std::string Listed(std::initializer_list<std::string_view> texts) {
  std::string out;
  for (const std::string_view text : texts) (out += out.empty() ? "" : ", ") += text;
  return out;
}

YAML::Mark Line(int index) {
  YAML::Mark mark;
  mark.line = index;
  return mark;
}

Status CheckLine(std::string_view line, std::size_t max) {
  return request::FieldCheck().Line("the line", line, {0, max}).Done();
}

// What precedes the first character that is refused: it shows which field is meant.
std::string_view SoundPart(std::string_view line) {
  std::string_view rest = line;
  while (!rest.empty()) {
    std::string_view before = rest;
    if (!request::TakeCodePoint(rest)) return line.substr(0, line.size() - before.size());
    before.remove_suffix(rest.size());
    if (!CheckLine(before, 1)) return line.substr(0, line.size() - rest.size() - before.size());
  }
  return line;
}

// yaml-cpp guesses at encodings, ends the file at a NUL, and says nothing of either.
void CheckText(std::string_view text, std::size_t max_bytes) {
  if (text.size() > max_bytes) {
    RefuseYaml(Line(0), "the file must have at most " + std::to_string(max_bytes) + " bytes.");
  }
  if (text.starts_with(kByteOrderMark)) {
    RefuseYaml(Line(0), "the file must not start with a byte order mark.");
  }
  for (int index = 0; !text.empty(); ++index) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (const Status ok = CheckLine(line, max_bytes); !ok) {
      RefuseYaml(Line(index),
                 ok.error().message + " It comes after " + Quoted(SoundPart(line)) + ".");
    }
    text.remove_prefix(std::min(end + 1, text.size()));
  }
}

void CheckEnd(std::string_view text) {
  const std::size_t last = text.find_last_not_of(" \t\r\n");
  text = text.substr(0, last == std::string_view::npos ? 0 : last + 1);
  const std::size_t line = text.rfind('\n') + 1;  // 0 where there is none
  if (text.substr(line) == kEnd) return;
  RefuseYaml(Line(static_cast<int>(std::ranges::count(text, '\n'))),
             "the file must end with the line `...`; without it the file may be cut off.");
}

// Returns whether two names could look alike and be different: one with a space at an end, or with a
// character that shows nothing.
bool HasUnseen(std::string_view name) {
  if (name.starts_with(' ') || name.ends_with(' ')) return true;
  while (!name.empty()) {
    const std::optional<char32_t> point = request::TakeCodePoint(name);
    if (!point || (*point != U' ' && request::IsUnseen(*point))) return true;
  }
  return false;
}

}  // namespace

void RefuseYaml(const YAML::Mark& where, const std::string& rule) {
  throw YAML::Exception(where, rule);
}

YAML::Node ReadYaml(const std::string& text, std::size_t max_bytes) {
  CheckText(text, max_bytes);
  CheckEnd(text);
  std::vector<YAML::Node> documents = YAML::LoadAll(text);
  if (documents.size() != 1) RefuseYaml(Line(0), "the file must hold one YAML document.");
  return documents.front();
}

const YamlField* FindField(const YamlFields& fields, std::string_view key) {
  const auto it = fields.find(key);
  return it == fields.end() ? nullptr : &it->second;
}

YamlFields ReadMap(const YAML::Node& node, const YAML::Mark& where, const std::string& what) {
  if (!node.IsMap()) RefuseYaml(where, what + " must be a map.");
  YamlFields fields;
  for (const auto& pair : node) {
    const YAML::Mark mark = pair.first.Mark();
    if (!pair.first.IsScalar() || !CheckLine(pair.first.Scalar(), kMaxKey)) {
      RefuseYaml(mark, what + ": a key must be plain text of at most 100 characters.");
    }
    const std::string& key = pair.first.Scalar();
    if (!fields.emplace(key, YamlField{mark, pair.second}).second) {
      RefuseYaml(mark, what + ": " + Quoted(key) + " stands here twice.");
    }
  }
  return fields;
}

YamlFields ReadMap(const YAML::Node& node, const YAML::Mark& where, const std::string& what,
                   std::initializer_list<std::string_view> keys) {
  YamlFields fields = ReadMap(node, where, what);
  for (const auto& [key, field] : fields) {
    if (std::ranges::find(keys, key) == keys.end()) {
      RefuseYaml(field.where,
                 what + ": " + Quoted(key) + " is not one of its keys: " + Listed(keys) + ".");
    }
  }
  return fields;
}

const std::string& ReadLine(const YamlField& field, const std::string& what, std::size_t max) {
  if (!field.value.IsScalar()) RefuseYaml(field.where, what + " must be text.");
  const std::string& text = field.value.Scalar();
  if (const Status ok = request::FieldCheck().Line(what, text, {1, max}).Done(); !ok) {
    RefuseYaml(field.where, ok.error().message);
  }
  if (HasUnseen(text)) {
    RefuseYaml(field.where,
               what + ": " + Quoted(text) +
                   " begins or ends with a space, or holds a character that shows nothing.");
  }
  return text;
}

std::int64_t ReadNumber(const YamlField& field, const std::string& what, std::int64_t min,
                        std::int64_t max) {
  const std::string text = field.value.IsScalar() ? field.value.Scalar() : "";
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool whole = error == std::errc() && end == text.data() + text.size();
  if (!whole || number < min || number > max) {
    RefuseYaml(field.where, what + " must be a whole number from " + std::to_string(min) + " to " +
                                std::to_string(max) + ".");
  }
  return number;
}

base::Time ReadTime(const YamlField& field, const std::string& what) {
  const std::optional<base::Time> time =
      field.value.IsScalar() ? request::ParseTime(field.value.Scalar()) : std::nullopt;
  if (!time || *time <= base::Time{}) {
    RefuseYaml(field.where, what +
                                " must be a time of RFC 3339 after 1970, such as "
                                "2026-03-01T08:00:00+08:00.");
  }
  return *time;
}

std::string Quoted(std::string_view text) { return "'" + request::CutText(text, 100) + "'"; }

}  // namespace gongkai::identity
