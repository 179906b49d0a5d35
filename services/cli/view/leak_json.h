// Writes the findings of the leak check for programs.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "services/cli/view/checked_file.h"
#include "services/cli/view/language.h"

namespace gongkai::cli {

// Returns one object of JSON with all findings. Its fields are in docs/cli.md.
std::string LeaksToJson(std::span<const CheckedFile> files);

// Returns the log in SARIF 2.1.0 (OASIS). `version` is that of this program; messages are in `language`.
std::string LeaksToSarif(std::span<const CheckedFile> files, std::string_view version,
                         Language language);

}  // namespace gongkai::cli
