#include "workflow/leak/fold_action.h"

#include <unicode/uchar.h>
#include <unicode/utf.h>

#include <string_view>

#include "workflow/leak/symbols.h"
#include "workflow/leak/utf8.h"

namespace gongkai::leak {
namespace {

// The Chinese numerals; each column is a digit. 幺 is how 1 is read in telephone numbers.
constexpr std::u32string_view kNumerals[] = {
    U"零一二三四五六七八九",
    U"〇壹贰叁肆伍陆柒捌玖",
    U"○弌貳參肆伍陸柒捌玖",
    U"◯幺弍弎肆伍陸柒捌玖",
};

FoldAction NumeralAction(char32_t code) {
  for (const std::u32string_view row : kNumerals) {
    const std::size_t digit = row.find(code);
    if (digit != std::u32string_view::npos) return static_cast<FoldAction>(kNumeral + digit);
  }
  return kKeep;
}

// Returns the letter of ASCII that a character looks exactly like, where it counts: X ends identity
// numbers, O stands in for 0. Otherwise returns 0.
char LookOf(char32_t code) {
  switch (code) {
    case 0x00D7:  // ×
    case 0x0425:  // Cyrillic
    case 0x0445:
    case 0x03A7:  // Greek
    case 0x2169:  // Ⅹ
    case 0x2179:  // ⅹ
      return 'X';
    case 0x041E:
    case 0x043E:
    case 0x039F:
    case 0x03BF:
      return 'O';
    default:
      return 0;
  }
}

bool IsMiddleDot(char32_t code) {
  return code == 0x00B7 || code == 0x2022 || code == 0x2027 || code == 0x30FB || code == 0xFF65;
}

// ～ and the long vowel of Katakana are typed for dashes.
bool IsLikeDash(char32_t code) { return code == 0xFF5E || code == 0x30FC || code == 0xFF70; }

bool IsLineEnd(char32_t code) {
  return code == 0x0B || code == 0x0C || code == 0x85 || code == 0x2028 || code == 0x2029;
}

// Returns whether nothing, or nothing of its own, is seen of the character.
bool IsInvisible(char32_t code) {
  const auto c = static_cast<UChar32>(code);
  constexpr std::uint32_t kInvisible = U_GC_CC_MASK | U_GC_CF_MASK | U_GC_MN_MASK | U_GC_ME_MASK;
  return u_hasBinaryProperty(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT) ||
         (U_GET_GC_MASK(c) & kInvisible) != 0;
}

// Returns the character of ASCII of which a character is the full-width form, or 0. The punctuation
// of Chinese sentences is not folded.
char FullWidth(char32_t code) {
  if (code < 0xFF01 || code > 0xFF5E) return 0;
  const auto ascii = static_cast<char>(code - 0xFF01 + '!');
  constexpr std::string_view kOfNumbers = "@.-/_+*#|%";
  return IsAlphanumeric(ascii) || kOfNumbers.find(ascii) != std::string_view::npos ? ascii : '\0';
}

FoldAction AsciiAction(char32_t code) {
  if (IsLineEnd(code)) return '\n';
  const bool is_control =
      (code < 0x20 && code != '\t' && code != '\n' && code != '\r') || code == 0x7F;
  return is_control ? kDrop : kKeep;
}

}  // namespace

FoldAction ActionOf(char32_t code) {
  if (code == kNoCharacter || U_IS_SURROGATE(code)) return kDrop;
  if (code < 0x80) return AsciiAction(code);
  const auto c = static_cast<UChar32>(code);
  if (const std::int32_t digit = u_charDigitValue(c); digit >= 0) {
    return static_cast<FoldAction>('0' + digit);
  }
  if (u_getIntPropertyValue(c, UCHAR_NUMERIC_TYPE) == U_NT_DIGIT) {
    return static_cast<FoldAction>(kWeakZero + static_cast<int>(u_getNumericValue(c)));
  }
  if (const FoldAction numeral = NumeralAction(code); numeral != kKeep) return numeral;
  if (const char ascii = FullWidth(code); ascii != 0) return static_cast<FoldAction>(ascii);
  if (const char look = LookOf(code); look != 0) return static_cast<FoldAction>(look);
  if (IsMiddleDot(code)) return static_cast<FoldAction>(kMiddleDot);
  if (IsLineEnd(code)) return '\n';
  if (u_isUWhiteSpace(c)) return ' ';
  if (u_hasBinaryProperty(c, UCHAR_DASH) || IsLikeDash(code)) return '-';
  return IsInvisible(code) ? kDrop : kKeep;
}

}  // namespace gongkai::leak
