// Reads the objects of a PDF file: what is in it beside the text of its pages.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "services/extract/pdf_collection.h"

namespace gongkai::extract {

class PdfObjects {
 public:
  // Reads the objects. The bytes must outlive this.
  explicit PdfObjects(std::string_view bytes);

  // Returns what the page, counted from 0, shows; one that shows something if that cannot be told.
  PdfPage PageAt(std::size_t index) const;

  // Writes annotations, form fields, bookmarks, properties and scripts, and reads the files in the file.
  void Deliver(Reading& reading, const File& file) const;

 private:
  PdfContents contents_;
};

// Returns the file with every layer shown, or nothing if it has no layers.
std::optional<std::string> WithAllLayers(std::string_view bytes);

}  // namespace gongkai::extract
