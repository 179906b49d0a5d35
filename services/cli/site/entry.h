// The lines of the state file of a check of a site.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "services/cli/view/checked_file.h"
#include "workflow/base/digest.h"

namespace gongkai::cli::site {

// Says what a line tells.
enum class EntryKind : std::uint8_t {
  kRun,   // a run begins
  kItem,  // what was found in an item
  kSame,  // an item has the bytes that it had in the line before that tells of it
  kEnd,   // the run has come to its end
};

// What is remembered of a line. All of it can be told: it holds no value that was found.
struct Entry {
  EntryKind kind = EntryKind::kRun;
  int rules_version = 0;     // kRun, kItem
  std::string text;          // kRun: when it began, RFC 3339; kItem, kSame: the name of the item
  base::Digest digest;       // kItem: of its bytes; zeros where it could not be checked
  bool has_problem = false;  // kItem: it could not be checked
  bool may_change = false;   // kItem: another check of the same bytes may find more
  Counts counts;             // kItem
};

std::string RunLine(const std::string& begun);
std::string ItemLine(const CheckedFile& file, const base::Digest& digest);
std::string SameLine(const std::string& name);
std::string EndLine();

// Returns what a line tells. Throws std::invalid_argument if it is none of the above.
Entry ReadEntry(const std::string& line);

// Returns the item of a line of the rules in force. Throws as ReadEntry.
CheckedFile ReadItem(const std::string& line);

}  // namespace gongkai::cli::site
