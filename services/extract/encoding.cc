#include "services/extract/encoding.h"

#include <unicode/ucnv.h>
#include <unicode/ucnv_err.h>
#include <unicode/unistr.h>
#include <unicode/utf8.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>

#include "workflow/base/utf8.h"

namespace gongkai::extract {
namespace {

struct CloseConverter {
  void operator()(UConverter* converter) const { ucnv_close(converter); }
};
using Converter = std::unique_ptr<UConverter, CloseConverter>;

Converter Open(const char* encoding) {
  UErrorCode error = U_ZERO_ERROR;
  Converter converter(ucnv_open(encoding, &error));
  ucnv_setToUCallBack(converter.get(), UCNV_TO_U_CALLBACK_STOP, nullptr, nullptr, nullptr, &error);
  return U_SUCCESS(error) ? std::move(converter) : nullptr;
}

// Returns the bytes in UTF-8, or nothing if they are not in the encoding.
std::optional<std::string> Convert(const char* encoding, std::string_view bytes) {
  const Converter from = Open(encoding);
  if (!from) return std::nullopt;
  std::u16string text;
  std::array<UChar, 16384> piece;
  const char* source = bytes.data();
  const char* const end = source + bytes.size();
  UErrorCode error = U_BUFFER_OVERFLOW_ERROR;
  while (error == U_BUFFER_OVERFLOW_ERROR) {
    error = U_ZERO_ERROR;
    UChar* target = piece.data();
    ucnv_toUnicode(from.get(), &target, piece.data() + piece.size(), &source, end, nullptr, true,
                   &error);
    text.append(piece.data(), target);
  }
  return U_SUCCESS(error) ? std::optional(FromUtf16(text)) : std::nullopt;
}

// Returns the UTF-16 that the bytes look like, nullptr if none: in a text of it, every other byte of what
// is not Chinese is zero.
const char* GuessUtf16(std::string_view bytes) {
  if (bytes.starts_with("\xFF\xFE")) return "UTF-16LE";
  if (bytes.starts_with("\xFE\xFF")) return "UTF-16BE";
  if (bytes.size() % 2 != 0) return nullptr;
  const std::string_view begin = bytes.substr(0, 4096);
  std::array<std::size_t, 2> zeros{};
  for (std::size_t i = 0; i < begin.size(); ++i) zeros[i % 2] += begin[i] == '\0' ? 1 : 0;
  const std::size_t some = begin.size() / 20;
  if (zeros[1] > some && zeros[0] == 0) return "UTF-16LE";
  if (zeros[0] > some && zeros[1] == 0) return "UTF-16BE";
  return nullptr;
}

std::string WithoutByteOrderMark(std::string text) {
  if (text.starts_with("\uFEFF")) text.erase(0, std::string_view("\uFEFF").size());
  return text;
}

}  // namespace

std::string ReplaceNonUtf8(std::string_view text) {
  std::string clean;
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
  const auto size = static_cast<std::int64_t>(text.size());
  for (std::int64_t at = 0; at < size;) {
    const std::int64_t begin = at;
    UChar32 character = 0;
    U8_NEXT(bytes, at, size, character);
    if (character < 0) {
      clean += "\uFFFD";
    } else {
      clean += text.substr(static_cast<std::size_t>(begin), static_cast<std::size_t>(at - begin));
    }
  }
  return clean;
}

std::optional<std::string> ToUtf8(std::string_view bytes) {
  if (const char* utf16 = GuessUtf16(bytes)) {
    auto text = Convert(utf16, bytes);
    if (!text) return std::nullopt;
    return WithoutByteOrderMark(*std::move(text));
  }
  if (base::IsUtf8(bytes)) return WithoutByteOrderMark(std::string(bytes));
  return Convert("GB18030", bytes);
}

std::string NameToUtf8(std::string_view name) {
  if (base::IsUtf8(name)) return std::string(name);
  return Convert("GB18030", name).value_or(ReplaceNonUtf8(name));
}

std::string FromUtf16(std::u16string_view text) {
  std::string utf8;
  icu::UnicodeString(false, text.data(), static_cast<std::int32_t>(text.size())).toUTF8String(utf8);
  return utf8;
}

void PrepareEncodings() {
  for (const char* encoding : {"GB18030", "UTF-16LE", "UTF-16BE"}) Open(encoding);
}

}  // namespace gongkai::extract
