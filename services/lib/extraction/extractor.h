// Reads the text out of files that may be hostile, and masks copies of them: each in a process of its own,
// gongkai-extract.
#pragma once

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <string_view>

#include "services/lib/extraction/record/mask_record.h"
#include "workflow/leak/document.h"

namespace gongkai::extraction {

// Returns the path of the program gongkai-extract that stands beside the program that is running.
std::filesystem::path ProgramBesideThis();

struct Options {
  std::filesystem::path program = ProgramBesideThis();
  std::chrono::milliseconds time{60'000};            // how long one file may take, by the clock
  std::size_t output_bytes = std::size_t{32} << 20;  // how much the program may write
  std::size_t copy_bytes = std::size_t{320} << 20;   // the same, when it makes a masked copy
};

// Reads files. For example:
//
//   const extraction::Extractor extractor;
//   const leak::Document document = extractor.Read("名单.xlsx", bytes);
//   const leak::DocumentReport report = leak::Check(checker, document);
//
// Whatever the file does to the program is told in Document::unread: kTooSlow, kTooLarge or kStopped, beside
// the parts that were read before. Thread-safe.
class Extractor {
 public:
  explicit Extractor(Options options = {}) : options_(std::move(options)) {}

  // Returns what is in the file. Blocks until the program has ended. The name is a hint only: the format is
  // told from the content. Throws std::system_error if the program cannot be started, or if this process
  // lacks descriptors or memory.
  leak::Document Read(std::string_view name, std::string_view bytes) const;

  // As above, of a regular file that is open for reading. It is read from its beginning; the position of the
  // descriptor is neither used nor changed.
  leak::Document Read(std::string_view name, int file) const;

  // Returns the masked copy of a docx or xlsx, or why there is none. Blocks and throws as Read does.
  MaskedFile Mask(std::string_view name, std::string_view bytes) const;

 private:
  Options options_;
};

}  // namespace gongkai::extraction
