// Reads a file for the leak check.
#pragma once

#include <string_view>

#include "services/lib/extraction/record/mask_record.h"
#include "workflow/leak/checker.h"
#include "workflow/leak/document.h"
#include "workflow/leak/document_check.h"

namespace gongkai::cli {

// Returns whether the bytes are a text that is checked as it is, such as Markdown, csv or HTML: UTF-8, and not the
// beginning of a format in which text is written otherwise.
bool IsText(std::string_view bytes);

// Returns what is in a file that is no text. `name` is its name. What cannot be read is in Document::unread.
leak::Document ReadDocument(std::string_view name, std::string_view bytes);

// As above, of a regular file that is open for reading.
leak::Document ReadDocument(std::string_view name, int file);

// Returns the masked copy of a file that is no text, or why there is none.
extraction::MaskedFile MaskDocument(std::string_view name, std::string_view bytes);

// Returns the report of a text as that of a document, which is the text alone.
leak::DocumentReport OfText(leak::Report found);

// Returns what is found in a document. What must not become public is masked in the names of its parts, which are
// names of files where the document is a zip.
leak::DocumentReport CheckDocument(const leak::Checker& checker, leak::Document document);

// Returns what is found in a file. A text is checked where it is, in a bounded amount of memory.
leak::DocumentReport CheckFile(const leak::Checker& checker, std::string_view name,
                               std::string_view bytes);

}  // namespace gongkai::cli
