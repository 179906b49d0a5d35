// Folds a text into the form in which it is searched, and remembers where each byte came from.
//
// Folded are: digits of all scripts and full-width characters, to ASCII; odd spaces and dashes; circled
// and other digits that may be meant otherwise, and Chinese numerals in a row of seven digits or more, to
// weak digits (symbols.h); references of HTML. Characters without a width, direction marks, combining
// marks, control characters and bytes that are not UTF-8 are left out. Everything else stays as it is:
// the whole text is never normalised, because ①13800138000 would become one number of 12 digits.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "workflow/leak/finding.h"

namespace gongkai::leak {

// A folded text.
class Folded {
 public:
  const std::string& text() const { return text_; }

  // Returns which bytes of the original became these bytes of the folded text. The range must not be
  // empty, and begin and end between characters; then so does what is returned.
  Range ToOriginal(Range folded) const;

 private:
  friend class Folder;

  // Says that some bytes of the original became others. Between edits bytes are equal.
  struct Edit {
    std::uint32_t folded;
    std::uint32_t original;
    std::uint32_t folded_size;
    std::uint32_t original_size;
  };

  // Returns which bytes of the original became the folded byte at `at`.
  Range OriginOf(std::size_t at) const;

  std::string text_;
  std::vector<Edit> edits_;
};

// Folds texts. Thread-safe.
class Folder {
 public:
  Folder();

  // Returns the text, which must be shorter than 4 GiB, folded.
  Folded Fold(std::string_view text) const;

 private:
  class Run;

  // What becomes of each character of the basic plane; see fold.cc.
  std::vector<std::uint8_t> actions_;
};

}  // namespace gongkai::leak
