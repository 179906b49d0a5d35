#include "services/cli/commands/title.h"

#include <optional>

#include "services/cli/view/text.h"
#include "services/lib/catalog/limits.h"

namespace gongkai::cli {
namespace {

constexpr std::u32string_view kWhite = U" \t\r\u00A0\u3000\uFEFF";

std::u32string_view Trimmed(std::u32string_view line) {
  const std::size_t first = line.find_first_not_of(kWhite);
  if (first == std::u32string_view::npos) return {};
  return line.substr(first, line.find_last_not_of(kWhite) - first + 1);
}

// What an ATX heading (CommonMark §4.2) says; nothing where the line is none.
std::optional<std::u32string_view> Heading(std::u32string_view line) {
  const std::size_t level = std::min(line.find_first_not_of(U'#'), line.size());
  if (level < 1 || level > 6) return std::nullopt;
  const std::u32string_view rest = line.substr(level);
  if (!rest.empty() && kWhite.find(rest.front()) == std::u32string_view::npos) return std::nullopt;

  std::u32string_view text = Trimmed(rest);
  const std::size_t end = text.find_last_not_of(U'#');
  if (end == std::u32string_view::npos) return std::u32string_view();
  // `#` at the end closes the heading only after a space: `C#` keeps its own.
  if (kWhite.find(text[end]) != std::u32string_view::npos) text = Trimmed(text.substr(0, end));
  return text;
}

bool IsFence(std::u32string_view line) {
  return line.starts_with(U"```") || line.starts_with(U"~~~");
}

}  // namespace

std::string TitleOf(std::string_view body) {
  const std::u32string points = FromUtf8(body).value_or(std::u32string());
  std::u32string_view rest = points;
  std::u32string_view first_line;
  std::u32string_view title;
  bool in_code = false;
  while (!rest.empty() && title.empty()) {
    const std::size_t end = std::min(rest.find(U'\n'), rest.size());
    const std::u32string_view line = Trimmed(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (IsFence(line)) {
      in_code = !in_code;
    } else if (!in_code) {
      if (first_line.empty()) first_line = line;
      title = Heading(line).value_or(std::u32string_view());
    }
  }
  if (title.empty()) title = first_line;
  return OneLine(ToUtf8(Trimmed(title.substr(0, limits::kTitle.max))));
}

}  // namespace gongkai::cli
