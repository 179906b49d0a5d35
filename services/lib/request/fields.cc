#include "services/lib/request/fields.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <optional>

#include "services/lib/request/field_behavior.h"
#include "services/lib/request/text.h"
#include "services/lib/request/time.h"
#include "workflow/base/digest.h"
#include "workflow/base/time.h"
#include "workflow/error/errors.h"

namespace gongkai::request {
namespace {

constexpr std::size_t kMaxViolations = 32;  // the caller mends these first
constexpr base::BilingualView kIdRule{
    "4 to 63 of a-z, 0-9 and -, starts with a letter and does not end with -",
    "4 至 63 个字符，只用 a-z、0-9 和 -，以字母开头，不以 - 结尾"};

constexpr base::BilingualView kMustBeGiven{"Must be given.", "必须填写。"};

constexpr bool IsDigit(char c) { return c >= '0' && c <= '9'; }
constexpr bool IsLower(char c) { return c >= 'a' && c <= 'z'; }
constexpr bool IsUpper(char c) { return c >= 'A' && c <= 'Z'; }
constexpr bool IsLowerHex(char c) { return IsDigit(c) || (c >= 'a' && c <= 'f'); }
constexpr bool IsHex(char c) { return IsLowerHex(c) || (c >= 'A' && c <= 'F'); }

// Characters that nobody sees but that change what is seen, or end a line: C0, DEL and C1, the line
// and paragraph separators, and those that turn the direction of writing.
constexpr bool IsControl(char32_t c) {
  return c < 0x20 || (c >= 0x7F && c <= 0x9F) || c == 0x2028 || c == 0x2029 ||
         (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

struct TextFacts {
  bool utf8 = true;
  std::size_t characters = 0;
  bool blank = true;
  std::optional<char32_t> control;  // the first that is not allowed
  std::size_t control_at = 0;       // its place, from 1
};

TextFacts Read(std::string_view text, bool many_lines) {
  TextFacts facts;
  while (!text.empty()) {
    const std::optional<char32_t> c = TakeCodePoint(text);
    if (!c) {
      facts.utf8 = false;
      return facts;
    }
    ++facts.characters;
    if (facts.blank && !IsUnseen(*c)) facts.blank = false;
    const bool allowed = *c == '\t' || (many_lines && *c == '\n') || !IsControl(*c);
    if (!allowed && !facts.control) {
      facts.control = c;
      facts.control_at = facts.characters;
    }
  }
  return facts;
}

// How a value that is refused is shown: short, and without what cannot be seen.
std::string Shown(std::string_view value) {
  const std::string cut = CutText(value, 80);
  std::string shown;
  for (std::string_view rest = cut; !rest.empty();) {
    const std::string_view before = rest;
    const char32_t c = TakeCodePoint(rest).value_or(0);  // CutText leaves UTF-8 only
    shown += IsControl(c) ? "?" : before.substr(0, before.size() - rest.size());
  }
  return shown;
}

std::optional<base::Bilingual> BrokenRule(const TextFacts& facts, bool many_lines) {
  if (!facts.utf8) return base::Bilingual("Must be UTF-8.", "必须是 UTF-8 编码。");
  if (!facts.control) return std::nullopt;
  const auto control = static_cast<std::uint32_t>(*facts.control);
  return base::Bilingual(
      fmt::format("Must not contain control characters{}; character {} is U+{:04X}.",
                  many_lines ? " but tab and line feed" : " or line ends", facts.control_at,
                  control),
      fmt::format("不得含有{}；第 {} 个字符是 U+{:04X}。",
                  many_lines ? "制表符和换行以外的控制字符" : "控制字符或换行", facts.control_at,
                  control));
}

}  // namespace

FieldCheck::FieldCheck(const google::protobuf::Message& request, std::string_view path) {
  for (const std::string& field : MissingFields(request, kMaxViolations)) {
    Add(path.empty() ? field : fmt::format("{}.{}", path, field), kMustBeGiven);
  }
}

FieldCheck& FieldCheck::Name(std::string_view field, std::string_view value, Presence presence,
                             std::string_view collection) {
  if (value.empty() && presence == Presence::kOptional) return *this;
  if (!base::ReportId::FromName(value, collection)) {
    const std::string shown = Shown(value);
    Add(field, {fmt::format("Must be {}/{{id}}, {{id}} {}; is \"{}\".", collection, kIdRule.english,
                            shown),
                fmt::format("必须是 {}/{{id}}，其中 {{id}} 为 {}；现为“{}”。", collection,
                            kIdRule.chinese, shown)});
  }
  return *this;
}

FieldCheck& FieldCheck::ReportId(std::string_view field, std::string_view value,
                                 Presence presence) {
  if (value.empty() && presence == Presence::kOptional) return *this;
  if (!base::ReportId::IsValid(value)) {
    const std::string shown = Shown(value);
    Add(field, {fmt::format("Must be {}; is \"{}\".", kIdRule.english, shown),
                fmt::format("必须是 {}；现为“{}”。", kIdRule.chinese, shown)});
  }
  return *this;
}

FieldCheck& FieldCheck::RequestId(std::string_view value) {
  return Require(value.empty() || IsUuid(value), "request_id",
                 {"Must be a UUID, such as 01890a5d-ac96-774b-bcce-b302099a8057, or empty.",
                  "必须是 UUID，例如 01890a5d-ac96-774b-bcce-b302099a8057，或者不填。"});
}

FieldCheck& FieldCheck::Digest(std::string_view field, std::string_view value, Presence presence) {
  if (value.empty() && presence == Presence::kOptional) return *this;
  return Require(base::Digest::FromHex(value).has_value(), field,
                 {"Must be a SHA-256 in 64 lower-case hex digits.",
                  "必须是 SHA-256，写成 64 位小写十六进制数字。"});
}

FieldCheck& FieldCheck::Line(std::string_view field, std::string_view value,
                             limits::Length length) {
  return CheckText(field, value, length, /*many_lines=*/false);
}

FieldCheck& FieldCheck::Text(std::string_view field, std::string_view value,
                             limits::Length length) {
  return CheckText(field, value, length, /*many_lines=*/true);
}

FieldCheck& FieldCheck::Body(std::string_view field, std::string_view value,
                             std::size_t max_bytes) {
  if (value.size() > max_bytes) {
    Add(field, {fmt::format("Must have at most {} bytes; has {}.", max_bytes, value.size()),
                fmt::format("最多 {} 字节；现有 {} 字节。", max_bytes, value.size())});
  } else if (const auto rule = BrokenRule(Read(value, /*many_lines=*/true), /*many_lines=*/true)) {
    Add(field, *rule);
  }
  return *this;
}

FieldCheck& FieldCheck::FileName(std::string_view field, std::string_view value) {
  if (IsFileName(value)) return *this;
  constexpr std::size_t kChineseBytes = 3;  // of a character in UTF-8
  const auto [min, max] = limits::kFileName;
  const std::size_t bytes = limits::kFileNameBytes;
  Add(field,
      {fmt::format(
           "Must have {} to {} characters and at most {} bytes ({} Chinese characters), none "
           "of them / or \\ or a control character, and not be . or ..",
           min, max, bytes, bytes / kChineseBytes),
       fmt::format("必须有 {} 至 {} 个字符，最多 {} 字节（{} 个汉字），不得含有 /、\\ "
                   "或控制字符，不得是 . 或 ..。",
                   min, max, bytes, bytes / kChineseBytes)});
  return *this;
}

FieldCheck& FieldCheck::MediaType(std::string_view field, std::string_view value) {
  constexpr auto is_part = [](std::string_view part) {
    constexpr auto is_letter = [](char c) { return IsDigit(c) || IsLower(c) || IsUpper(c); };
    return !part.empty() && is_letter(part.front()) && std::ranges::all_of(part, [&](char c) {
      return is_letter(c) || std::string_view("!#$&-^_.+").find(c) != std::string_view::npos;
    });
  };
  const std::size_t slash = value.find('/');
  const bool holds = value.size() <= limits::kMediaTypeBytes && slash != std::string_view::npos &&
                     is_part(value.substr(0, slash)) && is_part(value.substr(slash + 1));
  if (holds) return *this;
  const std::size_t most = limits::kMediaTypeBytes;
  Add(field,
      {fmt::format("Must be a media type without parameters, such as application/pdf, of at "
                   "most {} characters.",
                   most),
       fmt::format("必须是不带参数的媒体类型，例如 application/pdf，最多 {} 个字符。", most)});
  return *this;
}

FieldCheck& FieldCheck::Enum(std::string_view field, int value, bool (*is_known)(int),
                             Presence presence) {
  if (!is_known(value)) {
    Add(field, {fmt::format("Must be one of the values that the API names; {} is none.", value),
                fmt::format("必须是接口列出的值之一；没有 {} 这个值。", value)});
  } else if (value == 0 && presence == Presence::kRequired) {
    Add(field, kMustBeGiven);
  }
  return *this;
}

FieldCheck& FieldCheck::Time(std::string_view field, const google::protobuf::Timestamp& value) {
  return Require(
      IsValid(value) && ToTime(value) > base::Time{}, field,
      {"Must be a time after 1970-01-01T00:00:00Z and before the year 10000, with 0 to 999,999,999 "
       "nanoseconds.",
       "必须是 1970-01-01T00:00:00Z 之后、公元 10000 年之前的时间，纳秒为 0 至 999,999,999。"});
}

FieldCheck& FieldCheck::Date(std::string_view field, const google::type::Date& value) {
  using std::chrono::day;
  using std::chrono::month;
  using std::chrono::year;
  // What does not fit the types of the library is no day either.
  const bool fits = value.year() >= limits::kFirstYear && value.year() <= 9999 &&
                    value.month() >= 1 && value.month() <= 12 && value.day() >= 1 &&
                    value.day() <= 31;
  const bool holds = fits && (year(value.year()) / month(static_cast<unsigned>(value.month())) /
                              day(static_cast<unsigned>(value.day())))
                                 .ok();
  if (holds) return *this;
  Add(field,
      {fmt::format("Must be a day of the calendar, from {}-01-01 to 9999-12-31.",
                   limits::kFirstYear),
       fmt::format("必须是日历上的一天，在 {}-01-01 至 9999-12-31 之间。", limits::kFirstYear)});
  return *this;
}

FieldCheck& FieldCheck::Range(std::string_view field, std::int64_t value, std::int64_t min,
                              std::int64_t max) {
  if (value < min || value > max) {
    Add(field, {fmt::format("Must be {} to {}; is {}.", min, max, value),
                fmt::format("必须在 {} 至 {} 之间；现为 {}。", min, max, value)});
  }
  return *this;
}

FieldCheck& FieldCheck::PageSize(std::int32_t value) {
  return Require(value >= 0, "page_size", {"Must not be negative.", "不得为负数。"});
}

FieldCheck& FieldCheck::AtMost(std::string_view field, int count, int most) {
  if (count > most)
    Add(field, {fmt::format("At most {}.", most), fmt::format("最多 {} 项。", most)});
  return *this;
}

FieldCheck& FieldCheck::Require(bool holds, std::string_view field, base::BilingualView rule) {
  if (!holds) Add(field, rule);
  return *this;
}

Status FieldCheck::Done() const {
  if (violations_.empty()) return {};
  return errors::InvalidFields(violations_);
}

FieldCheck& FieldCheck::CheckText(std::string_view field, std::string_view value,
                                  limits::Length length, bool many_lines) {
  // A character has at most 4 bytes: what is longer is refused unread.
  if (value.size() > 4 * length.max) {
    Add(field, {fmt::format("Must have {} to {} characters; has more.", length.min, length.max),
                fmt::format("必须有 {} 至 {} 个字符；现已超出。", length.min, length.max)});
    return *this;
  }
  const TextFacts facts = Read(value, many_lines);
  if (const auto rule = BrokenRule(facts, many_lines)) {
    Add(field, *rule);
  } else if (facts.characters < length.min || facts.characters > length.max) {
    Add(field, {fmt::format("Must have {} to {} characters; has {}.", length.min, length.max,
                            facts.characters),
                fmt::format("必须有 {} 至 {} 个字符；现有 {} 个。", length.min, length.max,
                            facts.characters)});
  } else if (length.min > 0 && facts.blank) {
    Add(field, {"Must not be blank.", "不能为空白。"});
  }
  return *this;
}

void FieldCheck::Add(std::string_view field, base::BilingualView rule) {
  const bool known = std::ranges::any_of(
      violations_, [&](const FieldViolation& violation) { return violation.field == field; });
  if (known || violations_.size() >= kMaxViolations) return;
  violations_.push_back({std::string(field), base::Bilingual(rule)});
}

bool IsUuid(std::string_view text) {
  if (text.size() != 36) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    if (dash ? text[i] != '-' : !IsHex(text[i])) return false;
  }
  return true;
}

bool IsFileName(std::string_view name) {
  if (name.empty() || name.size() > limits::kFileNameBytes || name == "." || name == "..")
    return false;
  if (name.find_first_of("/\\\t") != std::string_view::npos) return false;
  const TextFacts facts = Read(name, /*many_lines=*/false);
  return facts.utf8 && !facts.control && !facts.blank && facts.characters <= limits::kFileName.max;
}

base::ReportId IdOf(std::string_view name) {
  return base::ReportId(name.substr(name.find('/') + 1));
}

}  // namespace gongkai::request
