#include "workflow/leak/passport.h"

#include <algorithm>
#include <string>

#include "workflow/leak/context.h"
#include "workflow/leak/mask.h"
#include "workflow/leak/symbols.h"

namespace gongkai::leak {
namespace {

constexpr std::size_t kFewest = 7;  // digits
constexpr std::size_t kMost = 10;
constexpr std::size_t kMostLetters = 2;
constexpr std::size_t kLongestSpace = 2;  // between letters and digits

// Returns whether the word has this form. In a form, 9 stands for a digit, A for a letter but I and O,
// and any other character for itself.
bool HasForm(std::string_view word, std::string_view form) {
  return std::ranges::equal(word, form, [](char c, char f) {
    if (f == '9') return IsStrongDigit(c);
    if (f == 'A') return c >= 'A' && c <= 'Z' && c != 'I' && c != 'O';
    return c == f;
  });
}

template <std::size_t n>
bool HasOneOf(std::string_view word, const std::string_view (&forms)[n]) {
  return std::ranges::any_of(forms, [&](std::string_view form) { return HasForm(word, form); });
}

// Ordinary passports (公安部出入境管理局; E with a letter since 2014).
bool IsPassport(std::string_view word) {
  return HasOneOf(word, {"E99999999", "EA9999999", "G99999999"});
}

// Passports of diplomats and officials, and those of Hong Kong and Macao, which look like many other
// numbers.
bool MayBePassport(std::string_view word) {
  return HasOneOf(word, {"D99999999", "S99999999", "P99999999", "DE9999999", "SE9999999",
                         "PE9999999", "K99999999", "H99999999", "HJ9999999", "MA9999999"});
}

// 港澳居民来往内地通行证 (H, M), 往来港澳通行证 (C, W), 往来台湾通行证 (L, T), 台湾居民来往大陆通行证 (digits).
bool MayBeTravelPermit(std::string_view word) {
  return HasOneOf(word, {"H99999999", "M99999999", "H9999999999", "M9999999999", "C99999999",
                         "CA9999999", "W99999999", "L99999999", "T99999999", "99999999"});
}

// Returns the letters before `at`, from the first to `at`, with spaces or hyphens between. Empty: none.
Range LettersBefore(std::string_view text, std::size_t at) {
  std::size_t end = at;
  while (end > 0 && at - end < kLongestSpace && IsSeparator(text[end - 1])) --end;
  std::size_t begin = end;
  while (begin > 0 && end - begin < kMostLetters && IsLetter(text[begin - 1])) --begin;
  return begin == end ? Range{at, at} : Range{begin, at};
}

std::optional<RuleId> RuleOf(const Number& number, std::string_view word, bool is_spaced) {
  if (IsPassport(word) && !is_spaced) return RuleId::kPassport;
  const bool is_passport = IsPassport(word) || MayBePassport(word);
  const bool is_permit = MayBeTravelPermit(word);
  if (is_passport && IsLabelled(number, 60, {"护照"})) return RuleId::kPassport;
  if (is_permit && IsLabelled(number, 60, {"通行证", "回乡证", "台胞证"})) {
    return RuleId::kTravelPermit;
  }
  return std::nullopt;
}

}  // namespace

std::optional<Candidate> FindPassport(const Number& number) {
  if (number.digits.size() < kFewest || number.digits.size() > kMost) return std::nullopt;
  const Range letters = LettersBefore(number.text, number.range().begin);
  const Range range{letters.begin, number.range().end};
  // Digits alone are a permit only right behind the word for it: many numbers have eight.
  const bool has_letters = letters.begin != letters.end;
  if (!has_letters) {
    constexpr std::size_t kNear = 30;
    if (number.groups.size() > 1 || IsAscii(TextBefore(number.text, letters.begin, kNear)) ||
        IsAscii(LineBefore(number.text, letters.begin, kNear))) {
      return std::nullopt;
    }
  }
  if (TouchesAlphanumeric(number.text, range)) return std::nullopt;
  std::string word;
  for (const char c : number.text.substr(letters.begin, letters.end - letters.begin)) {
    if (IsLetter(c)) word += ToUpper(c);
  }
  word += number.digits;
  const bool is_spaced = word.size() != range.end - range.begin;
  const std::optional<RuleId> rule = RuleOf(number, word, is_spaced);
  if (!rule) return std::nullopt;
  return Candidate{*rule, range, Mask(word, 1, 2)};
}

}  // namespace gongkai::leak
