#include "services/extract/text.h"

#include <optional>
#include <string>

#include "services/extract/encoding.h"
#include "services/extract/markup.h"

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
}

}  // namespace gongkai::extract
