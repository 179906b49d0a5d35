// Goes through the objects of a PDF file and collects what they say.
#pragma once

#include <string>
#include <vector>

#include "services/extract/reading.h"

class QPDF;

namespace gongkai::extract {

// A file within the file, or why it could not be read.
struct PdfEmbedded {
  std::string name;
  std::string content;
  Obstacle why = Obstacle::kNone;
};

// What a page shows beside its text.
struct PdfPage {
  bool has_content = true;   // anything at all
  bool has_picture = false;  // large enough for text
  bool is_broken = false;    // what it shows cannot be unpacked to its end
};

struct PdfContents {
  std::vector<PdfPage> pages;
  std::string shown;     // form fields, bookmarks, texts in place of pictures, links, XMP
  std::string comments;  // annotations
  std::string scripts;
  std::string properties;
  std::vector<PdfEmbedded> embedded;
  Obstacle why = Obstacle::kNone;
};

// Returns what the objects say. Throws what qpdf throws at a broken file.
PdfContents CollectContents(QPDF& pdf);

}  // namespace gongkai::extract
