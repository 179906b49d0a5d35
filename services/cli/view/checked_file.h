// What the leak check says of one file.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <string>

#include "workflow/base/bilingual.h"
#include "workflow/leak/document_check.h"
#include "workflow/leak/kind.h"

namespace gongkai::cli {

// Says why a file was not checked, or not masked.
struct FileProblem {
  std::string reason;  // as Failure::reason
  base::Bilingual message;
};

// A masked copy that was written.
struct MaskedCopy {
  std::string path;
  std::array<std::size_t, leak::kKindCount> masked{};  // how many values, by their Kind
};

// What became of one file.
struct CheckedFile {
  std::string name;             // as on the command line
  leak::DocumentReport report;  // of the copy, where there is one
  std::optional<FileProblem> problem;
  std::optional<MaskedCopy> copy;

  // Returns the name of the file in which the findings are.
  const std::string& place() const { return copy ? copy->path : name; }
};

// Counts findings.
struct Counts {
  std::size_t block = 0;
  std::size_t warn = 0;
  std::size_t info = 0;
  std::size_t unread = 0;  // of `warn`: those that say that something could not be read
  bool has_more = false;   // a file has more findings than were looked for
};

// Returns how many findings of each severity the files have.
Counts CountFindings(std::span<const CheckedFile> files);

// Returns whether a finding is in a place of its file's own text. Others are of a part of the file, or of all of it.
bool HasPlace(const leak::DocumentFinding& finding);

}  // namespace gongkai::cli
