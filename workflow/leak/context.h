// Looks at what stands around a place of a folded text.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include "workflow/leak/finding.h"

namespace gongkai::leak {

// Words that are looked for. What takes them takes an array of them as well, and {"a", "b"}.
using Cues = std::span<const std::string_view>;

// Returns what stands before `at` on its line, at most `most` bytes of it, from the beginning of a
// character.
std::string_view LineBefore(std::string_view text, std::size_t at, std::size_t most);

// Returns behind which byte the last line feed of the text stands. 0: there is none.
std::size_t EndOfLastLine(std::string_view text);

// Returns what stands from `at` on, on its line, at most `most` bytes of it.
std::string_view LineAfter(std::string_view text, std::size_t at, std::size_t most);

// Returns what stands before `at` on its line and the lines before, at most `most` bytes of it.
std::string_view TextBefore(std::string_view text, std::size_t at, std::size_t most);

// Returns whether all characters are of ASCII. Cues are mostly Chinese: this is a quick way to see that
// there is none in a row of numbers.
bool IsAscii(std::string_view text);

// Returns whether one of the words stands in the text.
bool HasCue(std::string_view text, Cues words);
template <std::size_t n>
bool HasCue(std::string_view text, const std::string_view (&words)[n]) {
  return HasCue(text, Cues(words));
}

// Returns behind which byte the last of the words that stand in the text ends. 0: none does.
std::size_t EndOfLastCue(std::string_view text, Cues words);
template <std::size_t n>
std::size_t EndOfLastCue(std::string_view text, const std::string_view (&words)[n]) {
  return EndOfLastCue(text, Cues(words));
}

// Returns whether the text begins with one of the words.
bool BeginsWith(std::string_view text, Cues words);
template <std::size_t n>
bool BeginsWith(std::string_view text, const std::string_view (&words)[n]) {
  return BeginsWith(text, Cues(words));
}

// Returns whether the text ends with one of the words.
bool EndsWith(std::string_view text, Cues words);
template <std::size_t n>
bool EndsWith(std::string_view text, const std::string_view (&words)[n]) {
  return EndsWith(text, Cues(words));
}

// Returns whether a letter or digit of ASCII stands right before the range, or right behind it.
bool TouchesAlphanumeric(std::string_view text, Range range);

// Returns the letters and digits of ASCII around the range, without a gap; of very many, the nearest.
Range WordAround(std::string_view text, Range range);

// Returns a part of a folded text as UTF-8: what is a byte of symbols.h becomes a character again.
std::string ToUtf8(std::string_view folded);

}  // namespace gongkai::leak
