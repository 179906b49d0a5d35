#include "services/extract/read_file.h"

#include "services/extract/container.h"
#include "services/extract/format.h"
#include "services/extract/html.h"
#include "services/extract/pdf.h"
#include "services/extract/picture.h"
#include "services/extract/text.h"

namespace gongkai::extract {

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
      return ReadPdf(reading, file);
    case Format::kPicture:
      return ReadPicture(reading, file);
    case Format::kOldOffice:
      return reading.AddUnread(file.name, Obstacle::kOldFormat);
    case Format::kEncryptedOffice:
      return reading.AddUnread(file.name, Obstacle::kEncrypted);
    case Format::kUnknown:
      return reading.AddUnread(file.name, Obstacle::kUnknownFormat);
    case Format::kEmpty:
    case Format::kFont:
      return;  // no text is in them
  }
}

}  // namespace gongkai::extract
