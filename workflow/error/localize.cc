#include "workflow/error/localize.h"

#include <time.h>

#include <algorithm>
#include <array>
#include <iomanip>
#include <span>
#include <sstream>

#include "workflow/base/words.h"

namespace gongkai {
namespace {

using Facts = std::map<std::string, std::string>;

// The facts that are names of values, and the words of these.
struct Named {
  std::string_view key;
  std::span<const base::Word> words;
};

constexpr auto kNamed = std::to_array<Named>({
    {"action", base::kActionWords},
    {"last_action", base::kActionWords},
    {"state", base::kStateWords},
    {"role", base::kRoleWords},
    {"disclosure", base::kDisclosureWords},
    {"stage", base::kStageWords},
});

// The facts that are times, in RFC 3339.
constexpr auto kTimes =
    std::to_array<std::string_view>({"last_time", "planned_time", "since", "until"});

// Roles that stand for each other are a list in English: "AUDITOR or PUBLISHER".
constexpr std::string_view kOr = " or ";

std::string Upper(std::string_view text) {
  std::string upper(text);
  for (char& c : upper) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return upper;
}

// A name without a word, such as that of a method, stands for itself.
std::string WordOf(std::string_view name, std::span<const base::Word> words) {
  const std::string_view chinese = base::ChineseOf(words, Upper(name));
  return std::string(chinese.empty() ? name : chinese);
}

// Returns a time as people in China write it, who all have the time of Beijing, 8 hours before UTC:
// "2026年3月1日 16:00:00（北京时间）". A text that is no time in UTC stands for itself.
std::string BeijingTime(std::string_view utc) {
  tm time{};
  std::istringstream in{std::string(utc)};
  in >> std::get_time(&time, "%Y-%m-%dT%H:%M:%SZ");
  if (!in) return std::string(utc);
  const time_t in_beijing = timegm(&time) + 8 * 60 * 60;
  gmtime_r(&in_beijing, &time);
  std::ostringstream out;
  out << 1900 + time.tm_year << "年" << 1 + time.tm_mon << "月" << time.tm_mday << "日"
      << std::put_time(&time, " %H:%M:%S（北京时间）");
  return out.str();
}

std::string Shown(std::string_view key, std::string_view value) {
  if (std::ranges::find(kTimes, key) != kTimes.end()) return BeijingTime(value);
  const auto named = std::ranges::find(kNamed, key, &Named::key);
  if (named == kNamed.end()) return std::string(value);
  if (value == base::kPersonOrBot.name) return std::string(base::kPersonOrBot.chinese);
  std::string shown;
  for (std::size_t at = value.find(kOr); at != std::string_view::npos; at = value.find(kOr)) {
    shown += WordOf(value.substr(0, at), named->words) + "或";
    value.remove_prefix(at + kOr.size());
  }
  return shown + WordOf(value, named->words);
}

// Returns whether FillIn can read the text: each { and [ is closed before the next one of its kind, no
// [ stands in {}, and there is Chinese in it (U+4E00 to U+9FFF, in UTF-8).
constexpr bool IsReadable(std::string_view text) {
  bool key = false;
  bool part = false;
  bool chinese = false;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    chinese = chinese || (byte >= 0xE4 && byte <= 0xE9);
    if ((c == '{' || c == '[' || c == ']') && key) return false;
    if ((c == '}' && !key) || (c == '[' && part) || (c == ']' && !part)) return false;
    if (c == '{' || c == '}') key = c == '{';
    if (c == '[' || c == ']') part = c == '[';
  }
  return !key && !part && chinese;
}
static_assert(std::ranges::all_of(kReasons, IsReadable, &ReasonInfo::chinese),
              "each reason has a text in Chinese that can be filled in");

// Appends `text`, which has no [], to `out`. Returns whether `facts` has every key.
bool Append(std::string_view text, const Facts& facts, std::string& out) {
  bool whole = true;
  while (true) {
    const std::size_t open = text.find('{');
    out += text.substr(0, open);
    if (open == std::string_view::npos) return whole;
    const std::size_t close = text.find('}', open);
    const std::string_view key = text.substr(open + 1, close - open - 1);
    const auto fact = facts.find(std::string(key));
    const bool known = fact != facts.end() && !fact->second.empty();
    out += known ? Shown(key, fact->second) : "…";
    whole = whole && known;
    text.remove_prefix(close + 1);
  }
}

}  // namespace

std::string Localize(const Error& error) {
  if (!error.chinese.empty()) return error.chinese;
  const std::string_view text = InfoOf(error.reason).chinese;
  if (error.fields.empty()) return FillIn(text, error.metadata);
  Facts facts = error.metadata;
  std::string& rules = facts["fields"];
  for (const auto& [field, rule, id] : error.fields) {
    rules += field + "：" + (rule.chinese.empty() ? rule.english : rule.chinese);
  }
  return FillIn(text, facts);
}

std::string FillIn(std::string_view text, const Facts& facts) {
  std::string filled;
  while (true) {
    const std::size_t open = text.find('[');
    Append(text.substr(0, open), facts, filled);
    if (open == std::string_view::npos) return filled;
    const std::size_t close = text.find(']', open);
    std::string part;
    if (Append(text.substr(open + 1, close - open - 1), facts, part)) filled += part;
    text.remove_prefix(close + 1);
  }
}

}  // namespace gongkai
