#include "services/extract/text.h"

#include <optional>
#include <string>
#include <string_view>

#include "services/extract/encoding.h"
#include "services/extract/markup.h"
#include "services/extract/open_text.h"

namespace gongkai::extract {

void ReadText(Reading& reading, const File& file) {
  const std::optional<std::string> text = ToUtf8(file.bytes);
  if (!text) return reading.AddUnread(file.name, Obstacle::kUnknownFormat);
  reading.Add(file.name, PartKind::kShown, *text);
}

void ReadXmlText(Reading& reading, const File& file) {
  ReadText(reading, file);
  MarkupReader reader;
  if (ParseXml(file.bytes, reader) == Obstacle::kNone) {
    reader.Deliver(reading, Named(file.name, "XML"), PartKind::kShown);
  }
  if (file.bytes.find("office:document") == std::string_view::npos) return;
  OpenTextReader open_document;  // all of an OpenDocument in one file: .fodt, .fods
  if (ParseXml(file.bytes, open_document) == Obstacle::kNone) {
    open_document.Deliver(reading, Named(file.name, "OpenDocument"));
  }
}

}  // namespace gongkai::extract
