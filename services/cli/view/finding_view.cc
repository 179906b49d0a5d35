#include "services/cli/view/finding_view.h"

#include <iostream>

#include "services/cli/view/table.h"
#include "services/cli/view/words.h"

namespace gongkai::cli {

void PrintFindings(const Findings& findings, Language language, const Terminal& out) {
  if (findings.empty()) return;
  Table table({"SEVERITY", "RULE", "FIELD", "WHAT IT SAYS", "SOURCE"});
  for (const workflow::v1::FormFinding& finding : findings) {
    const Style style = finding.severity() == workflow::v1::ERROR ? Style::kBad : Style::kWaiting;
    table.Add({{Label(finding.severity()), style},
               finding.rule(),
               finding.field(),
               In(language, {finding.message(), finding.message_zh()}),
               finding.source()});
  }
  table.Print(out, std::cout);
}

}  // namespace gongkai::cli
