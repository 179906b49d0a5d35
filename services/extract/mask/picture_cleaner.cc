#include "services/extract/mask/picture_cleaner.h"

#include <array>
#include <cstddef>
#include <optional>

#include "services/extract/words.h"

namespace gongkai::extract {
namespace {

using std::string_view_literals::operator""sv;

constexpr std::string_view kPng = "\x89PNG\r\n\x1A\n";
constexpr auto kRemarks = std::to_array<std::string_view>({"tEXt", "zTXt", "iTXt", "eXIf", "tIME"});

// Returns the number of so many bytes, the highest first.
std::size_t NumberAt(std::string_view bytes, std::size_t at, std::size_t size) {
  std::size_t number = 0;
  for (std::size_t i = 0; i < size; ++i) {
    number = number << 8 | static_cast<unsigned char>(bytes[at + i]);
  }
  return number;
}

std::optional<std::string> CleanPng(std::string_view bytes) {
  constexpr std::size_t kAround =
      12;  // length and type before the data, and the check sum behind them
  std::string clean(kPng);
  for (std::size_t at = kPng.size(); at + kAround <= bytes.size();) {
    const std::size_t size = NumberAt(bytes, at, 4) + kAround;
    if (size > bytes.size() - at) return std::nullopt;
    const std::string_view type = bytes.substr(at + 4, 4);
    if (!IsOneOf(type, kRemarks)) clean += bytes.substr(at, size);
    if (type == "IEND") return clean;  // what is behind it is no picture
    at += size;
  }
  return std::nullopt;
}

// Returns whether the segment is needed to show the picture: no data of programs but those of colours.
bool IsOfPicture(unsigned char type, std::string_view data) {
  constexpr unsigned char kApp0 = 0xE0;
  constexpr unsigned char kProfile = 0xE2;
  constexpr unsigned char kAdobe = 0xEE;
  constexpr unsigned char kApp15 = 0xEF;
  constexpr unsigned char kComment = 0xFE;
  if (type == kComment) return false;
  if (type < kApp0 || type > kApp15) return true;
  if (type == kApp0) return data.starts_with("JFIF\0"sv);
  if (type == kProfile) return data.starts_with("ICC_PROFILE\0"sv);
  return type == kAdobe && data.starts_with("Adobe");
}

std::optional<std::string> CleanJpeg(std::string_view bytes) {
  constexpr unsigned char kPicture = 0xDA;
  constexpr unsigned char kEnd = 0xD9;
  std::string clean(bytes.substr(0, 2));
  for (std::size_t at = 2; at + 2 <= bytes.size() && bytes[at] == '\xFF';) {
    const auto type = static_cast<unsigned char>(bytes[at + 1]);
    if (type == kPicture || type == kEnd) return clean.append(bytes.substr(at));
    if (at + 4 > bytes.size()) break;
    const std::size_t size = NumberAt(bytes, at + 2, 2);
    if (size < 2 || size + 2 > bytes.size() - at) break;
    if (IsOfPicture(type, bytes.substr(at + 4, size - 2))) clean += bytes.substr(at, size + 2);
    at += size + 2;
  }
  return std::nullopt;
}

}  // namespace

std::string WithoutRemarks(std::string_view picture) {
  std::optional<std::string> clean;
  if (picture.starts_with(kPng)) clean = CleanPng(picture);
  if (picture.starts_with("\xFF\xD8\xFF")) clean = CleanJpeg(picture);
  return clean.value_or(std::string(picture));
}

}  // namespace gongkai::extract
