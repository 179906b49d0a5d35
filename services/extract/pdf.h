// Reads PDF.
#pragma once

#include "services/extract/reading.h"

namespace gongkai::extract {

// Reads the pages, what the objects of the file say beside them, the files in it, and what earlier revisions
// had. A page that shows something but has no text is told as one without text.
void ReadPdf(Reading& reading, const File& file);

// Prepares the library, so that only the tables of Chinese fonts need be opened later.
void PreparePdf();

}  // namespace gongkai::extract
