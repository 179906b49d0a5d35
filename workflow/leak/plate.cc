#include "workflow/leak/plate.h"

#include <algorithm>
#include <string>

#include "workflow/leak/context.h"
#include "workflow/leak/mask.h"
#include "workflow/leak/symbols.h"
#include "workflow/leak/utf8.h"

namespace gongkai::leak {
namespace {

constexpr std::size_t kShort = 5;  // behind the letter: of cars with an engine
constexpr std::size_t kLong = 6;   // and of electric ones

bool IsOfGap(char c) { return c == kMiddleDot || c == ' ' || c == '-' || c == '.'; }

bool IsOfPlate(char c) {
  const char capital = ToUpper(c);
  return IsAlphanumeric(c) && capital != 'I' && capital != 'O';
}

// Returns whether the characters behind the letter are those of an electric car: D or F (or another of A
// to K) at the first or last place, digits elsewhere (GA 36-2018).
bool IsElectric(std::string_view number) {
  const auto is_kind = [](char c) { return IsLetter(c) && ToUpper(c) <= 'K'; };
  const auto are_digits = [](std::string_view part) {
    return std::ranges::all_of(part, IsStrongDigit);
  };
  const bool first = is_kind(number[0]) && IsOfPlate(number[1]) && are_digits(number.substr(2));
  return first || (is_kind(number[5]) && are_digits(number.substr(0, 5)));
}

}  // namespace

std::optional<Candidate> FindPlate(std::string_view text, std::size_t end) {
  std::size_t at = end;
  while (at < text.size() && at - end < 3 && IsOfGap(text[at])) ++at;
  std::size_t size = 0;
  while (at + size < text.size() && IsOfPlate(text[at + size])) ++size;
  const std::string_view number = text.substr(at, size);
  std::size_t stop = at + size;
  const bool has_last =
      size == kShort - 1 && BeginsWith(text.substr(stop), {"挂", "学", "警", "港", "澳"});
  if (has_last) stop += ReadCharacter(text, stop).size;
  const bool is_short = size == kShort || has_last;
  if (!is_short && !(size == kLong && IsElectric(number))) return std::nullopt;
  if (stop < text.size() && (IsAlphanumeric(text[stop]) || text[stop] == '-')) return std::nullopt;
  if (std::ranges::none_of(number, IsStrongDigit)) return std::nullopt;
  const std::size_t letter = end - 1;
  std::size_t province_end = letter;
  while (province_end > 0 && text[province_end - 1] == ' ') --province_end;
  const std::size_t begin = province_end - ReadCharacterBefore(text, province_end).size;
  const std::string head(text.substr(begin, province_end - begin));
  return Candidate{
      RuleId::kPlate, {begin, stop}, head + ToUpper(text[letter]) + std::string(size, '*')};
}

}  // namespace gongkai::leak
