#include "services/extract/read_file.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "services/extract/container.h"
#include "services/extract/format.h"
#include "services/extract/html.h"
#include "services/extract/pdf.h"
#include "services/extract/picture.h"
#include "services/extract/text.h"
#include "services/extract/words.h"

namespace gongkai::extract {

namespace {

constexpr auto kFontNames =
    std::to_array<std::string_view>({".ttf", ".otf", ".ttc", ".TTF", ".OTF", ".TTC"});

// A font shows nothing by itself. A file of another name that begins as a font does may be anything.
void ReadFont(Reading& reading, const File& file) {
  const std::string_view hint = file.hint;
  if (!IsOneOf(hint.substr(std::min(hint.size(), hint.rfind('.'))), kFontNames)) {
    reading.AddUnread(file.name, Obstacle::kUnknownFormat);
  }
}

// Reads a PDF file. One that ends as a zip container may be opened as one, too.
void ReadPdfOrMore(Reading& reading, const File& file) {
  constexpr std::size_t kLongestEnd = 66'000;  // bytes of the last record with its comment
  const std::size_t begin = file.bytes.size() - std::min(file.bytes.size(), kLongestEnd);
  if (file.bytes.find("PK\x05\x06", begin) != std::string_view::npos) {
    reading.AddUnread(Named(file.name, "附加的压缩包"), Obstacle::kUnknownFormat);
  }
  ReadPdf(reading, file);
}

}  // namespace

void ReadFile(Reading& reading, const File& file) {
  switch (FormatOf(file.bytes, file.hint)) {
    case Format::kText:
      return ReadText(reading, file);
    case Format::kXml:
      return ReadXmlText(reading, file);
    case Format::kHtml:
      return ReadHtml(reading, file);
    case Format::kZip:
      return ReadContainer(reading, file);
    case Format::kPdf:
      return ReadPdfOrMore(reading, file);
    case Format::kPicture:
      return ReadPicture(reading, file);
    case Format::kOldOffice:
      return reading.AddUnread(file.name, Obstacle::kOldFormat);
    case Format::kEncryptedOffice:
      return reading.AddUnread(file.name, Obstacle::kEncrypted);
    case Format::kUnknown:
      return reading.AddUnread(file.name, Obstacle::kUnknownFormat);
    case Format::kFont:
      return ReadFont(reading, file);
    case Format::kEmpty:
      return;
  }
}

}  // namespace gongkai::extract
