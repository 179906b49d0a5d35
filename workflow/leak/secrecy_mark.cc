#include "workflow/leak/secrecy_mark.h"

#include <algorithm>
#include <string>

#include "workflow/leak/context.h"
#include "workflow/leak/symbols.h"
#include "workflow/leak/utf8.h"

namespace gongkai::leak {
namespace {

std::size_t SkipSpaces(std::string_view text, std::size_t at) {
  while (at < text.size() && text[at] == ' ') ++at;
  return at;
}

// Returns the size of the star at the beginning of the text, or 0. The standard has ★; ☆ and the others
// are what people type in its place.
std::size_t SizeOfStar(std::string_view text) {
  for (const std::string_view star : {"★", "☆", "⭐", "✩", "✪", "✭", "✮", "✯", "✰", "*"}) {
    if (text.starts_with(star)) return star.size();
  }
  return 0;
}

// Returns the size of the word for level at the beginning of the text, or 0: "秘密级★1年".
std::size_t SizeOfLevel(std::string_view text) {
  constexpr std::string_view kLevel = "级";
  return text.starts_with(kLevel) ? kLevel.size() : 0;
}

// Returns the size of a number and its unit at the beginning of the text, or 0: "5年", "10 年", "6个月".
std::size_t SizeOfSpan(std::string_view text) {
  std::size_t at = 0;
  while (at < text.size() && (IsStrongDigit(text[at]) || IsWeakDigit(text[at]))) ++at;
  while (at < text.size() && BeginsWith(text.substr(at), {"一", "二", "三", "四", "五", "六", "七",
                                                          "八", "九", "十", "百", "半"})) {
    at += ReadCharacter(text, at).size;
  }
  if (at == 0) return 0;
  at = SkipSpaces(text, at);
  for (const std::string_view unit : {"年", "个月", "個月", "月", "天", "日"}) {
    if (text.substr(at).starts_with(unit)) return at + unit.size();
  }
  return 0;
}

// Returns the size of an event at the beginning of the text, or 0: "会议开始前".
std::size_t SizeOfEvent(std::string_view text) {
  constexpr std::string_view kBefore = "前";
  std::size_t at = 0;
  for (int characters = 0; characters < 13 && at < text.size(); ++characters) {
    const Character character = ReadCharacter(text, at);
    if (text.substr(at).starts_with(kBefore)) return characters >= 2 ? at + kBefore.size() : 0;
    if (!IsHan(character.code) && !IsAlphanumeric(text[at])) return 0;
    at += character.size;
  }
  return 0;
}

// Returns the size of the term at the beginning of the text; 0 if there is none, which means the maximum.
std::size_t SizeOfTerm(std::string_view text) {
  for (const std::string_view word : {"长期", "長期", "永久"}) {
    if (text.starts_with(word)) return word.size();
  }
  std::size_t date = 0;  // year, month, day
  while (const std::size_t span = SizeOfSpan(text.substr(date))) date += span;
  return date != 0 ? date : SizeOfEvent(text);
}

// Returns where the grade begins whose 密 ends at `end`.
std::size_t BeginOfGrade(std::string_view text, std::size_t end) {
  std::size_t at = end - ReadCharacterBefore(text, end).size;
  while (text[at - 1] == ' ') --at;
  return at - ReadCharacterBefore(text, at).size;
}

// Returns whether the line ends here, but for an urgency (紧急程度), which may stand beside the grade.
bool EndsLine(std::string_view text, std::size_t at) {
  std::string_view rest = LineAfter(text, at, 60);
  const auto trim = [&] {
    rest = rest.substr(std::min(rest.find_first_not_of(" \t\r"), rest.size()));
  };
  trim();
  for (const std::string_view urgency : {"特急", "加急", "特提", "平急", "急件"}) {
    if (rest.starts_with(urgency)) rest.remove_prefix(urgency.size());
  }
  trim();
  return rest.empty();
}

// Returns whether the grade stands alone on its line, alone in brackets, or behind the word for grade.
bool StandsAlone(std::string_view text, std::size_t begin, std::size_t end) {
  std::string_view before = LineBefore(text, begin, 60);
  while (!before.empty() && (before.back() == ' ' || before.back() == '\t'))
    before.remove_suffix(1);
  if (EndsWith(before, {"密级：", "密级:", "密级为", "密 级：", "密級：", "密级"})) return true;
  const bool is_in_brackets = EndsWith(before, {"【", "[", "（", "(", "〔"}) &&
                              BeginsWith(text.substr(end), {"】", "]", "）", ")", "〕"});
  return is_in_brackets || (before.empty() && EndsLine(text, end));
}

}  // namespace

std::optional<Candidate> FindSecrecyMark(std::string_view text, std::size_t end) {
  const std::size_t begin = BeginOfGrade(text, end);
  const std::size_t star = SkipSpaces(text, end + SizeOfLevel(text.substr(end)));
  const std::size_t size = SizeOfStar(text.substr(star));
  const std::size_t term = SkipSpaces(text, star + size);
  const std::size_t term_size = term < text.size() ? SizeOfTerm(text.substr(term)) : 0;
  const std::size_t stop = term_size != 0 ? term + term_size : star + size;
  std::string grade(text.substr(begin, end - begin));
  std::erase(grade, ' ');
  const bool is_mark = size > 1 || (size == 1 && term_size != 0);  // "*" alone marks a footnote
  if (is_mark) return Candidate{RuleId::kSecrecyMark, {begin, stop}, grade + "★…"};
  if (!StandsAlone(text, begin, end)) return std::nullopt;
  return Candidate{RuleId::kSecrecyWordAlone, {begin, end}, grade};
}

}  // namespace gongkai::leak
