// Tells what a file is by its content.
#pragma once

#include <string_view>

namespace gongkai::extract {

enum class Format : unsigned char {
  kUnknown,
  kEmpty,
  kText,
  kXml,
  kHtml,
  kZip,  // also Office's, OpenDocument's and OFD's
  kPdf,
  kPicture,
  kFont,
  kOldOffice,  // .doc, .xls, .ppt, .wps, .et, .dps, .rtf
  kEncryptedOffice,
};

// Returns the format. The hint, a file name, decides only whether a text is HTML.
Format FormatOf(std::string_view bytes, std::string_view hint);

}  // namespace gongkai::extract
