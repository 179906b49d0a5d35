// Chooses the form in which a leak check writes what it finds.
#pragma once

#include <cstdint>
#include <memory>

#include "services/cli/commands/session.h"
#include "services/cli/view/leak_writer.h"

namespace gongkai::cli {

enum class LeakFormat : std::uint8_t { kText, kJson, kSarif, kCsv };

// Returns the writer to standard output. `format` is none for people; `info`: also INFO, where a form may go without.
std::unique_ptr<LeakWriter> LeakWriterFor(LeakFormat format, const Session& session, bool info);

}  // namespace gongkai::cli
