#include "services/cli/view/checked_file.h"

namespace gongkai::cli {

Counts CountFindings(std::span<const CheckedFile> files) {
  Counts counts;
  for (const CheckedFile& file : files) {
    counts.has_more = counts.has_more || file.report.has_more;
    for (const leak::DocumentFinding& each : file.report.findings) {
      switch (each.finding.rule->severity) {
        case leak::Severity::kNone:
          break;
        case leak::Severity::kBlock:
          ++counts.block;
          break;
        case leak::Severity::kWarn:
          ++counts.warn;
          if (each.finding.rule->kind == leak::Kind::kUnreadable) ++counts.unread;
          break;
        case leak::Severity::kInfo:
          ++counts.info;
          break;
      }
    }
  }
  return counts;
}

bool HasPlace(const leak::DocumentFinding& finding) {
  const leak::Range bytes = finding.finding.place.bytes;
  return finding.part.empty() && bytes.begin != bytes.end;
}

}  // namespace gongkai::cli
