// Reads the objects of a PDF file: what is in it beside the text of its pages.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "services/extract/reading.h"

namespace gongkai::extract {

class PdfObjects {
 public:
  // Reads the objects. The bytes must outlive this.
  explicit PdfObjects(std::string_view bytes);

  // Returns whether the page, counted from 0, shows anything. True if that cannot be told.
  bool HasContent(std::size_t page) const;

  // Returns whether the page has a picture that is large enough for text.
  bool HasPicture(std::size_t page) const;

  // Writes annotations, form fields, bookmarks, properties and scripts, and reads the files in the file.
  void Deliver(Reading& reading, const File& file) const;

 private:
  struct Embedded {
    std::string name;
    std::string content;
    Obstacle why = Obstacle::kNone;
  };
  struct Page {
    bool has_content = true;
    bool has_picture = false;
  };
  friend class PdfCollection;

  std::vector<Page> pages_;
  std::string shown_;     // form fields, bookmarks, texts in place of pictures, links, XMP
  std::string comments_;  // annotations
  std::string scripts_;
  std::string properties_;
  std::vector<Embedded> embedded_;
  Obstacle why_ = Obstacle::kNone;
};

// Returns the file with every layer shown, or nothing if it has no layers.
std::optional<std::string> WithAllLayers(std::string_view bytes);

}  // namespace gongkai::extract
