// Writes masked copies of files.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "services/cli/view/checked_file.h"
#include "workflow/leak/checker.h"

namespace gongkai::cli {

// Says where the masked copies go.
struct CopyOptions {
  std::string file;    // of the only copy; empty: each copy has the name of its original
  std::string folder;  // of copies with the names of their originals
  bool force = false;  // over files that exist
};

// Returns the path of each file's copy. Throws Failure kUsage if the options name no place, two copies would have
// the same name, a copy would be its own original, or a file is there already and may not be overwritten.
std::vector<std::string> PlacesOfCopies(const std::vector<std::string>& files,
                                        const CopyOptions& options);

// Writes the masked copy of a file, and returns what is masked in it and what is still found in it. Throws Failure
// kInvalid if the file cannot be masked; and as IncomingFile.
CheckedFile WriteCopy(const leak::Checker& checker, const std::string& name, std::string_view bytes,
                      const std::string& place);

}  // namespace gongkai::cli
