// Reads attachments that are plain text.
#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <string_view>

#include "workflow/leak/document.h"

namespace gongkai::intake {

// Reads a file: its name and its bytes. What cannot be read is said so, and never left out.
using DocumentReader =
    std::function<leak::Document(const std::string& name, std::string_view bytes)>;

// How long the reading of one file may take by the clock. Its time of the processor is shorter, so that what
// is found does not depend on how busy the machine is.
inline constexpr std::chrono::seconds kReadTime{60};

// Returns the text of a file that is UTF-8. Any other file is one that cannot be read.
leak::Document ReadText(const std::string& name, std::string_view bytes);

}  // namespace gongkai::intake
