#include "workflow/base/entry_index.h"

#include <charconv>

namespace gongkai::base {
namespace {

constexpr std::string_view kEntries = "entries/";
constexpr std::uint64_t kEnd = std::uint64_t{1} << 62;

}  // namespace

std::string EntryName(EntryIndex index) {
  return std::string(kEntries) + std::to_string(ToNumber(index));
}

std::optional<EntryIndex> ParseEntryName(std::string_view name) {
  if (!name.starts_with(kEntries)) return std::nullopt;
  const std::string_view text = name.substr(kEntries.size());
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || number >= kEnd) return std::nullopt;
  const EntryIndex index{number};
  if (EntryName(index) != name) return std::nullopt;
  return index;
}

}  // namespace gongkai::base
