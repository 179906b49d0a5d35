// Reads plain texts: .txt, .csv, .md, .xml.
#pragma once

#include "services/extract/reading.h"

namespace gongkai::extract {

// Reads a text in UTF-8, UTF-16 or GB18030.
void ReadText(Reading& reading, const File& file);

// Reads XML that is a file of its own, such as a document of Word 2003: as text, and a second time without
// its marks, because these part what a reader sees as one.
void ReadXmlText(Reading& reading, const File& file);

}  // namespace gongkai::extract
