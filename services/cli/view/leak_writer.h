// Writes the findings of the leak check for programs and for spreadsheets.
#pragma once

#include <iosfwd>
#include <memory>
#include <string>
#include <string_view>

#include "services/cli/view/checked_file.h"
#include "services/cli/view/language.h"

namespace gongkai::cli {

// Writes what is found in files, one file after the other, so that no file need be kept.
//
//   const auto writer = LeakJsonWriter(std::cout);
//   for (const CheckedFile& file : checked) writer->Add(file);
//   writer->Finish();
class LeakWriter {
 public:
  virtual ~LeakWriter() = default;

  // Writes one file.
  virtual void Add(const CheckedFile& file) = 0;
  // Writes the end. Nothing may be added afterwards.
  virtual void Finish() = 0;
};

// Returns the writer of one object of JSON with all findings. Its fields are in docs/cli.md. `out` must outlive the
// writer.
std::unique_ptr<LeakWriter> LeakJsonWriter(std::ostream& out);

// Returns the writer of a log in SARIF 2.1.0 (OASIS). `version` is that of this program; messages are in `language`.
// `out` must outlive the writer.
std::unique_ptr<LeakWriter> LeakSarifWriter(std::ostream& out, std::string_view version,
                                            Language language);

// Returns the writer of a table for a spreadsheet: UTF-8 with a byte order mark, a row for each finding and for each
// file that was not checked, and an empty column for what was done about it. INFO is left out unless `shows_info`.
// No cell is a formula. `out` must outlive the writer.
std::unique_ptr<LeakWriter> LeakCsvWriter(std::ostream& out, Language language, bool shows_info);

}  // namespace gongkai::cli
