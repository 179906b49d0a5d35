#include "services/extract/format.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstddef>
#include <optional>
#include <string>

#include "services/extract/encoding.h"

namespace gongkai::extract {
namespace {

using std::string_view_literals::operator""sv;

struct Magic {
  std::string_view begin;
  Format format;
};
constexpr auto kMagics = std::to_array<Magic>({
    {"PK\x03\x04"sv, Format::kZip},
    {"PK\x05\x06"sv, Format::kZip},
    {"\xFF\xD8\xFF"sv, Format::kPicture},
    {"\x89PNG\r\n\x1A\n"sv, Format::kPicture},
    {"II*\0"sv, Format::kPicture},
    {"MM\0*"sv, Format::kPicture},
    {"GIF87a"sv, Format::kPicture},
    {"GIF89a"sv, Format::kPicture},
    {"\xD7\xCD\xC6\x9A"sv, Format::kPicture},   // WMF
    {"\x01\0\x09\0\0"sv, Format::kPicture},     // WMF without its placing
    {"\x97JB2\r\n\x1A\n"sv, Format::kPicture},  // JBIG2
    {"\0\0\0\x0CjP  "sv, Format::kPicture},     // JPEG 2000
    {"\0\x01\0\0\0"sv, Format::kFont},          // TrueType
    {"OTTO\0"sv, Format::kFont},
    {"true\0"sv, Format::kFont},
    {"ttcf\0"sv, Format::kFont},
    {"{\\rtf"sv, Format::kOldOffice},
});

// What is text by its characters, but keeps the text of the document in a form of its own.
constexpr auto kCodedTexts = std::to_array<std::string_view>(
    {"%!PS", "MIME-Version:", "From: ", "Received:", "Return-Path:", "Delivered-To:", "Message-ID:",
     "BEGIN:VCALENDAR", "-----BEGIN "});

constexpr auto kHtmlTags = std::to_array<std::string_view>(
    {"<!doctype html", "<html", "<head", "<body", "<table", "<div", "<meta", "<title", "<script",
     "<style", "<p>", "<p ", "<span", "<h1", "<a href", "<img", "<svg"});

bool HasAt(std::string_view bytes, std::size_t at, std::string_view what) {
  return bytes.size() >= at && bytes.substr(at).starts_with(what);
}

bool Contains(std::string_view bytes, std::string_view what) {
  return bytes.find(what) != std::string_view::npos;
}

// Returns what an OLE file is: its directory names its streams in UTF-16.
Format OldOfficeOf(std::string_view bytes) {
  return Contains(bytes, "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0"sv)
             ? Format::kEncryptedOffice
             : Format::kOldOffice;
}

std::string LowerBegin(std::string_view text) {
  const std::size_t at = text.find_first_not_of(" \t\r\n");
  if (at == std::string_view::npos) return "";
  std::string begin(text.substr(at, 1024));
  std::transform(begin.begin(), begin.end(), begin.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return begin;
}

bool IsHtml(std::string_view text, std::string_view hint) {
  const std::string begin = LowerBegin(text);
  if (!begin.starts_with('<')) return false;
  const std::string extension = LowerBegin(hint.substr(std::min(hint.size(), hint.rfind('.'))));
  if (extension.starts_with(".htm") || extension == ".xhtml") return true;
  return std::any_of(kHtmlTags.begin(), kHtmlTags.end(),
                     [&](std::string_view tag) { return Contains(begin, tag); });
}

// Returns whether the text has characters that no text has.
bool HasControls(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](unsigned char c) {
    return (c < 0x20 && c != '\t' && c != '\n' && c != '\r' && c != '\f' && c != '\v' &&
            c != 0x1A) ||
           c == 0x7F;
  });
}

Format TextFormatOf(std::string_view bytes, std::string_view hint) {
  const std::optional<std::string> text = ToUtf8(bytes);
  if (!text || HasControls(*text)) return Format::kUnknown;
  for (const std::string_view coded : kCodedTexts) {
    if (text->starts_with(coded)) return Format::kUnknown;
  }
  if (IsHtml(*text, hint)) return Format::kHtml;
  return text->starts_with("<?xml") ? Format::kXml : Format::kText;
}

}  // namespace

Format FormatOf(std::string_view bytes, std::string_view hint) {
  if (bytes.empty()) return Format::kEmpty;
  for (const Magic& magic : kMagics) {
    if (bytes.starts_with(magic.begin)) return magic.format;
  }
  if (bytes.starts_with("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"sv)) return OldOfficeOf(bytes);
  // Readers look for the mark of PDF in the first 1,024 bytes.
  if (Contains(bytes.substr(0, 1024), "%PDF-")) return Format::kPdf;
  if (bytes.starts_with("RIFF") && HasAt(bytes, 8, "WEBP")) return Format::kPicture;
  if (bytes.starts_with("BM") && HasAt(bytes, 6, "\0\0\0\0"sv)) return Format::kPicture;
  if (bytes.starts_with("\x01\0\0\0"sv) && HasAt(bytes, 40, " EMF")) {
    return Format::kPicture;
  }
  return TextFormatOf(bytes, hint);
}

}  // namespace gongkai::extract
