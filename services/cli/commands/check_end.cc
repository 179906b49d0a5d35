#include "services/cli/commands/check_end.h"

#include <string>

namespace gongkai::cli {

void EndCheck(const Counts& counts, const std::optional<Failure>& not_done) {
  if (counts.block > 0 || counts.has_more) {
    const std::string block = std::to_string(counts.block);
    throw Failure(ExitCode::kLeak, "LEAK",
                  counts.block > 0
                      ? base::Bilingual{block + " of BLOCK: must not become public",
                                        "禁止公开的有" + block + "处，不得公开"}
                      : base::Bilingual{"there is more than is listed: must not become "
                                        "public before it is known",
                                        "还有没有列出的发现，查清以前不得公开"});
  }
  if (not_done) throw Failure(*not_done);
  if (counts.warn > 0) {
    const std::string warn = std::to_string(counts.warn);
    throw Failure(ExitCode::kDoubtful, "DOUBTFUL",
                  {warn + " of WARN: a person must look at it", "须核实的有" + warn + "处"});
  }
}

}  // namespace gongkai::cli
