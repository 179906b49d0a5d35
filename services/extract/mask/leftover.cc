#include "services/extract/mask/leftover.h"

#include <cstddef>
#include <utility>

namespace gongkai::extract {
namespace {

constexpr std::size_t kShortest = 9;

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

bool IsOfNumber(char c) { return IsDigit(c) || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); }

// Returns whether one of the numbers is in the word, and not within a longer number.
bool HasNumber(std::string_view word, const std::set<std::string>& numbers,
               const std::set<std::size_t>& sizes) {
  std::string part;
  for (const std::size_t size : sizes) {
    for (std::size_t at = 0; at + size <= word.size(); ++at) {
      if ((at > 0 && IsDigit(word[at - 1]) && IsDigit(word[at])) ||
          (at + size < word.size() && IsDigit(word[at + size - 1]) && IsDigit(word[at + size]))) {
        continue;
      }
      part.assign(word, at, size);
      if (numbers.contains(part)) return true;
    }
  }
  return false;
}

// Returns whether one of the numbers is in the bytes, of which each `step`th is looked at: two for UTF-16.
bool HasLeftover(std::string_view bytes, std::size_t first, std::size_t step,
                 const std::set<std::string>& numbers, const std::set<std::size_t>& sizes) {
  std::string word;
  std::size_t digits = 0;
  const auto has_number = [&] {
    // All that is looked for has digits: a word with fewer is none of it.
    constexpr std::size_t kFewest = 6;
    return word.size() >= kShortest && digits >= kFewest && HasNumber(word, numbers, sizes);
  };
  for (std::size_t at = first; at < bytes.size(); at += step) {
    const char c = bytes[at];
    if (IsOfNumber(c)) {
      word += c;
      digits += IsDigit(c) ? 1 : 0;
      continue;
    }
    if (has_number()) return true;
    word.clear();
    digits = 0;
  }
  return has_number();
}

}  // namespace

std::string FindLeftover(const Package& package, const std::set<std::string>& numbers) {
  std::set<std::string> sought;
  std::set<std::size_t> sizes;
  for (const std::string& number : numbers) {
    if (number.size() < kShortest) continue;
    sought.insert(number);
    sizes.insert(number.size());
  }
  if (sought.empty()) return "";
  for (const PackageMember& member : package) {
    for (const auto& [first, step] : {std::pair{0, 1}, std::pair{0, 2}, std::pair{1, 2}}) {
      if (HasLeftover(member.bytes, static_cast<std::size_t>(first), static_cast<std::size_t>(step),
                      sought, sizes)) {
        return member.name;
      }
    }
  }
  return "";
}

}  // namespace gongkai::extract
