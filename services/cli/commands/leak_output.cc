#include "services/cli/commands/leak_output.h"

#include <iostream>

namespace gongkai::cli {

std::unique_ptr<LeakWriter> LeakWriterFor(LeakFormat format, const Session& session, bool info) {
  if (format == LeakFormat::kCsv) return LeakCsvWriter(std::cout, session.language, info);
  if (format == LeakFormat::kSarif) {
    return LeakSarifWriter(std::cout, GONGKAI_VERSION, session.language);
  }
  return LeakJsonWriter(std::cout);
}

}  // namespace gongkai::cli
