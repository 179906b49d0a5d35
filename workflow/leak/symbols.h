// The bytes of a folded text (fold.h) that numbers are made of.
//
// A folded text is UTF-8 but for a few bytes that never occur in UTF-8 and stand for a character each:
// ten for digits that may or may not be meant as digits (①, 一 in a long row of numerals), and one for
// the middle dot. So a search that looks at bytes finds them with a plain class.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace gongkai::leak {

inline constexpr unsigned char kWeakZero = 0xF5;  // 0xF5 to 0xFE: weak 0 to 9
inline constexpr char kMiddleDot = '\xC0';

// What a byte is in a number.
enum class Symbol : std::uint8_t {
  kNone,
  kSeparator,  // may stand between the digits of one number
  kStrong,     // a digit that cannot be meant otherwise
  kWeak,       // a digit that may be meant otherwise: ① may number an item of a list
  kLookalike,  // a letter that looks like a digit
};

// Symbols by their byte.
inline constexpr auto kSymbols = [] {
  std::array<Symbol, 256> symbols{};
  for (const char c : {' ', '\t', '\r', '\n', '-', '.', ',', '/', '|', '_', kMiddleDot}) {
    symbols[static_cast<unsigned char>(c)] = Symbol::kSeparator;
  }
  for (int i = 0; i < 10; ++i) {
    symbols[static_cast<std::size_t>('0' + i)] = Symbol::kStrong;
    symbols[static_cast<std::size_t>(kWeakZero + i)] = Symbol::kWeak;
  }
  for (const char c : {'O', 'o', 'I', 'l'})
    symbols[static_cast<unsigned char>(c)] = Symbol::kLookalike;
  return symbols;
}();

constexpr Symbol SymbolOf(char c) { return kSymbols[static_cast<unsigned char>(c)]; }
constexpr bool IsStrongDigit(char c) { return c >= '0' && c <= '9'; }
constexpr bool IsWeakDigit(char c) { return SymbolOf(c) == Symbol::kWeak; }
constexpr bool IsLookalike(char c) { return SymbolOf(c) == Symbol::kLookalike; }
constexpr bool IsSeparator(char c) { return SymbolOf(c) == Symbol::kSeparator; }

// Returns whether the byte is a digit, strong or weak, or a letter that looks like one.
constexpr bool IsDigitLike(char c) { return SymbolOf(c) >= Symbol::kStrong; }

// Returns '0' to '9' of what is like a digit.
constexpr char DigitOf(char c) {
  if (IsStrongDigit(c)) return c;
  if (IsWeakDigit(c)) return static_cast<char>('0' + (static_cast<unsigned char>(c) - kWeakZero));
  return c == 'O' || c == 'o' ? '0' : '1';
}

// Returns whether the byte is a letter of ASCII.
constexpr bool IsLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// Returns whether the byte is a letter or digit of ASCII.
constexpr bool IsAlphanumeric(char c) { return IsLetter(c) || IsStrongDigit(c); }

// Returns the capital of a letter of ASCII, and any other byte as it is.
constexpr char ToUpper(char c) {
  return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
}

// More separators than this, one after another, end a number.
inline constexpr int kLongestGap = 12;

}  // namespace gongkai::leak
