#include "workflow/leak/entity.h"

#include <array>
#include <charconv>
#include <cstdint>
#include <system_error>
#include <utility>

#include "workflow/leak/symbols.h"

namespace gongkai::leak {
namespace {

// Source: the named character references of the HTML standard.
constexpr auto kNames = std::to_array<std::pair<std::string_view, char32_t>>({
    {"Tab;", 0x09},
    {"NewLine;", 0x0A},
    {"nbsp;", 0xA0},
    {"NonBreakingSpace;", 0xA0},
    {"shy;", 0xAD},
    {"ensp;", 0x2002},
    {"emsp;", 0x2003},
    {"thinsp;", 0x2009},
    {"hairsp;", 0x200A},
    {"ZeroWidthSpace;", 0x200B},
    {"zwnj;", 0x200C},
    {"zwj;", 0x200D},
    {"lrm;", 0x200E},
    {"rlm;", 0x200F},
    {"NoBreak;", 0x2060},
    {"hyphen;", '-'},
    {"dash;", '-'},
    {"ndash;", '-'},
    {"mdash;", '-'},
    {"minus;", '-'},
    {"period;", '.'},
    {"middot;", 0xB7},
    {"commat;", '@'},
    {"lowbar;", '_'},
    {"num;", '#'},
    {"comma;", ','},
    {"sol;", '/'},
    {"star;", 0x2606},
    {"starf;", 0x2605},
    // Browsers read these without the semicolon as well.
    {"nbsp", 0xA0},
    {"shy", 0xAD},
});

// Returns the character of the number at the beginning of `text`, which follows "&#".
std::optional<Character> ReadNumber(std::string_view text) {
  const bool is_hex = text.starts_with('x') || text.starts_with('X');
  const char* const begin = text.data() + (is_hex ? 1 : 0);
  const char* const end = text.data() + text.size();
  std::uint32_t value = 0;
  const auto [stop, error] = std::from_chars(begin, end, value, is_hex ? 16 : 10);
  const char32_t code = value;
  const bool is_scalar = code <= 0x10FFFF && (code < 0xD800 || code > 0xDFFF);
  if (error != std::errc{} || code == 0 || !is_scalar) return std::nullopt;
  const bool has_semicolon = stop != end && *stop == ';';
  return Character{code, static_cast<std::size_t>(stop - text.data()) + (has_semicolon ? 1 : 0)};
}

}  // namespace

std::optional<Character> ReadEntity(std::string_view text, std::size_t at) {
  constexpr std::string_view kAmpersand = "amp;";
  constexpr std::size_t kLongest = 32;
  const std::string_view all = text.substr(at, kLongest);
  if (!all.starts_with('&')) return std::nullopt;
  std::string_view rest = all.substr(1);
  while (rest.starts_with(kAmpersand)) rest.remove_prefix(kAmpersand.size());
  const std::size_t prefix = all.size() - rest.size();
  if (rest.starts_with('#')) {
    const auto number = ReadNumber(rest.substr(1));
    if (!number) return std::nullopt;
    return Character{number->code, prefix + 1 + number->size};
  }
  if (rest.empty() || !IsLetter(rest.front())) return std::nullopt;
  for (const auto& [name, code] : kNames) {
    if (rest.starts_with(name)) return Character{code, prefix + name.size()};
  }
  return std::nullopt;
}

}  // namespace gongkai::leak
