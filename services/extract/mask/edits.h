// Changes places in a text, and leaves every other byte of it as it is.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "services/extract/traced_text.h"

namespace gongkai::extract {

// Returns the text as it is written in XML, as the content of an element or in an attribute.
std::string EscapeXml(std::string_view text);

// Collects changes. One within another is lost: what is erased needs no other change. An insertion before it stays.
class Edits {
 public:
  // The place is bytes of the text; an insertion is a place without bytes.
  void Replace(std::size_t begin, std::size_t end, std::string text);
  void Replace(const XmlPlace& place, std::string text) {
    Replace(place.begin, place.end, std::move(text));
  }
  void Erase(const XmlPlace& place) { Replace(place.begin, place.end, ""); }

  bool empty() const { return edits_.empty(); }

  // Returns the text with the changes.
  std::string ApplyTo(std::string_view text) const;

 private:
  struct Edit {
    std::size_t begin = 0;
    std::size_t end = 0;
    std::string text;
  };
  std::vector<Edit> edits_;
};

}  // namespace gongkai::extract
