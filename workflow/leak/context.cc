#include "workflow/leak/context.h"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <string>

#include "workflow/leak/symbols.h"

namespace gongkai::leak {
namespace {

// Of a longer word this much is read: it is as long as nothing that is looked for.
constexpr std::size_t kLongestWord = 32;

bool IsContinuation(char c) { return (c & 0xC0) == 0x80; }

}  // namespace

std::string_view TextBefore(std::string_view text, std::size_t at, std::size_t most) {
  std::string_view before = text.substr(0, at);
  if (before.size() <= most) return before;
  before.remove_prefix(before.size() - most);
  while (!before.empty() && IsContinuation(before.front())) before.remove_prefix(1);
  return before;
}

std::string_view LineBefore(std::string_view text, std::size_t at, std::size_t most) {
  const std::string_view before = TextBefore(text, at, most);
  return before.substr(EndOfLastLine(before));
}

std::size_t EndOfLastLine(std::string_view text) {
  const void* last = text.empty() ? nullptr : ::memrchr(text.data(), '\n', text.size());
  if (last == nullptr) return 0;
  return static_cast<std::size_t>(static_cast<const char*>(last) - text.data()) + 1;
}

std::string_view LineAfter(std::string_view text, std::size_t at, std::size_t most) {
  const std::string_view after = text.substr(at, most);
  return after.substr(0, after.find('\n'));
}

bool IsAscii(std::string_view text) {
  std::uint64_t all = 0;
  for (; text.size() >= sizeof all; text.remove_prefix(sizeof all)) {
    std::uint64_t some = 0;
    std::memcpy(&some, text.data(), sizeof some);
    all |= some;
  }
  for (const char c : text) all |= static_cast<unsigned char>(c);
  constexpr std::uint64_t kHighBits = 0x8080808080808080;
  return (all & kHighBits) == 0;
}

bool HasCue(std::string_view text, Cues words) {
  return std::ranges::any_of(
      words, [&](std::string_view word) { return text.find(word) != std::string_view::npos; });
}

std::size_t EndOfLastCue(std::string_view text, Cues words) {
  for (std::size_t end = text.size(); end > 0; --end) {
    const char last = text[end - 1];
    for (const std::string_view word : words) {
      if (word.back() == last && text.substr(0, end).ends_with(word)) return end;
    }
  }
  return 0;
}

bool BeginsWith(std::string_view text, Cues words) {
  return std::ranges::any_of(words, [&](std::string_view word) { return text.starts_with(word); });
}

bool EndsWith(std::string_view text, Cues words) {
  return std::ranges::any_of(words, [&](std::string_view word) { return text.ends_with(word); });
}

bool TouchesAlphanumeric(std::string_view text, Range range) {
  return (range.begin > 0 && IsAlphanumeric(text[range.begin - 1])) ||
         (range.end < text.size() && IsAlphanumeric(text[range.end]));
}

Range WordAround(std::string_view text, Range range) {
  const std::size_t first = range.begin - std::min(range.begin, kLongestWord);
  const std::size_t last = std::min(text.size(), range.end + kLongestWord);
  while (range.begin > first && IsAlphanumeric(text[range.begin - 1])) --range.begin;
  while (range.end < last && IsAlphanumeric(text[range.end])) ++range.end;
  return range;
}

std::string ToUtf8(std::string_view folded) {
  std::string utf8;
  for (const char c : folded) {
    if (c == kMiddleDot) {
      utf8 += "·";
    } else {
      utf8 += IsWeakDigit(c) ? DigitOf(c) : c;
    }
  }
  return utf8;
}

}  // namespace gongkai::leak
