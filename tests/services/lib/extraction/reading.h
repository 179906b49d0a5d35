// Reads files by the built program, and says what was read so that a test can compare it.
#pragma once

#include <algorithm>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "services/lib/extraction/extractor.h"

namespace gongkai::leak {

inline void PrintTo(const Part& part, std::ostream* os) {
  *os << part.name << " [" << static_cast<int>(part.kind) << "]: " << part.text;
}
inline void PrintTo(const Unread& unread, std::ostream* os) {
  *os << unread.part << ": " << kObstacleWords[static_cast<std::size_t>(unread.why)].name;
}

}  // namespace gongkai::leak

namespace gongkai::extraction {

inline const Extractor& SharedExtractor() {
  static const Extractor extractor(
      {.program = std::string(GONGKAI_BINARY_DIR) + "/gongkai-extract"});
  return extractor;
}

inline leak::Document Read(std::string_view name, std::string_view bytes) {
  return SharedExtractor().Read(name, bytes);
}

// Returns all text of the parts of this kind.
inline std::string TextOf(const leak::Document& document, leak::PartKind kind) {
  std::string text;
  for (const leak::Part& part : document.parts) {
    if (part.kind == kind) text += part.text;
  }
  return text;
}

// Returns the text of the part; "none" if there is none of this name.
inline std::string TextOf(const leak::Document& document, std::string_view name) {
  const auto part = std::find_if(document.parts.begin(), document.parts.end(),
                                 [name](const leak::Part& some) { return some.name == name; });
  return part == document.parts.end() ? "none" : part->text;
}

}  // namespace gongkai::extraction
