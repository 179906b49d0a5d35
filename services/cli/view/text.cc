#include "services/cli/view/text.h"

#include <uchar.h>
#include <wchar.h>
#include <cstdio>

#include <algorithm>
#include <climits>
#include <clocale>
#include <cstdlib>

namespace gongkai::cli {
namespace {

constexpr char32_t kReplacement = 0xFFFD;
constexpr char32_t kLastCodePoint = 0x10FFFF;  // the C library takes more

// The C library's decoder and its table of widths belong to a locale; this makes it one that knows
// Unicode while the object lives, on this thread, whatever the user's locale is.
class UnicodeLocale {
 public:
  UnicodeLocale() : previous_(uselocale(Shared())) {}
  ~UnicodeLocale() { uselocale(previous_); }

  UnicodeLocale(const UnicodeLocale&) = delete;
  UnicodeLocale& operator=(const UnicodeLocale&) = delete;

 private:
  static locale_t Shared() {
    static const locale_t unicode = newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr);
    if (unicode == nullptr) std::abort();  // it is part of Debian's C library
    return unicode;
  }

  locale_t previous_;
};

int WidthOf(char32_t point) { return std::max(0, wcwidth(static_cast<wchar_t>(point))); }

// Whether a terminal, or the reader's eye, would be led astray: control characters, and the marks
// that change the direction of the text around them.
bool IsDangerous(char32_t point) {
  const bool control = point < 0x20 || (point >= 0x7F && point < 0xA0);
  const bool direction = (point >= 0x202A && point <= 0x202E) ||
                         (point >= 0x2066 && point <= 0x2069) || point == 0x200E || point == 0x200F;
  return control || direction || point == 0x2028 || point == 0x2029;
}

std::u32string Decoded(std::string_view text) {
  if (auto points = FromUtf8(text)) return *std::move(points);
  std::u32string points;  // not UTF-8: show what is ASCII in it
  for (const char byte : text) {
    points += static_cast<unsigned char>(byte) < 0x80 ? static_cast<char32_t>(byte) : kReplacement;
  }
  return points;
}

}  // namespace

std::optional<std::u32string> FromUtf8(std::string_view text) {
  const UnicodeLocale unicode;
  std::u32string points;
  points.reserve(text.size());
  mbstate_t state{};
  while (!text.empty()) {
    char32_t point = 0;
    const std::size_t length = mbrtoc32(&point, text.data(), text.size(), &state);
    if (length > text.size()) return std::nullopt;  // the error codes are the largest numbers
    if (point > kLastCodePoint) return std::nullopt;
    points += point;
    text.remove_prefix(std::max<std::size_t>(length, 1));  // 0: a zero byte
  }
  return points;
}

std::string ToUtf8(std::u32string_view text) {
  const UnicodeLocale unicode;
  std::string bytes;
  bytes.reserve(text.size());
  mbstate_t state{};
  char buffer[MB_LEN_MAX];
  for (const char32_t point : text) {
    const std::size_t length = c32rtomb(buffer, point, &state);
    if (length <= sizeof(buffer)) bytes.append(buffer, length);
  }
  return bytes;
}

int Width(std::string_view line) {
  const std::u32string points = Decoded(line);
  const UnicodeLocale unicode;
  int width = 0;
  for (const char32_t point : points) width += WidthOf(point);
  return width;
}

std::string PaddedTo(std::string_view line, int columns) {
  std::string padded(line);
  padded.append(static_cast<std::size_t>(std::max(0, columns - Width(line))), ' ');
  return padded;
}

std::string CutTo(std::string_view line, int columns) {
  if (Width(line) <= columns) return std::string(line);
  std::u32string kept;
  int width = 1;  // of the ellipsis
  {
    const std::u32string points = Decoded(line);
    const UnicodeLocale unicode;
    for (const char32_t point : points) {
      width += WidthOf(point);
      if (width > columns) break;
      kept += point;
    }
  }
  return ToUtf8(kept + U'…');
}

std::string OneLine(std::string_view text) {
  std::u32string points = Decoded(text);
  for (char32_t& point : points) {
    if (point == U'\n' || point == U'\r' || point == U'\t') {
      point = U' ';
    } else if (IsDangerous(point)) {
      point = kReplacement;
    }
  }
  return ToUtf8(points);
}

std::string Lines(std::string_view text) {
  std::u32string points = Decoded(text);
  for (char32_t& point : points) {
    if (point != U'\n' && point != U'\t' && IsDangerous(point)) point = kReplacement;
  }
  return ToUtf8(points);
}

std::string Size(std::int64_t bytes) {
  if (bytes < 1024) return std::to_string(bytes) + " B";
  const bool large = bytes >= 1 << 20;
  const double count = static_cast<double>(bytes) / (large ? 1 << 20 : 1 << 10);
  char text[32];
  std::snprintf(text, sizeof(text), "%.1f %s", count, large ? "MiB" : "KiB");
  return text;
}

}  // namespace gongkai::cli
