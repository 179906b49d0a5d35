// Lists of findings for tests.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "services/intake/leak/finding_list.h"

namespace gongkai::intake {

// One finding: its rule, its place, and what is around it.
struct Sample {
  std::string rule = "MOBILE";
  std::string context = "a";
  std::string part = "";
  v1::FindingKind kind = v1::MOBILE;
  v1::FindingSeverity severity = v1::BLOCK;
};

inline v1::PartCheck CheckOf(const std::vector<Sample>& samples) {
  v1::PartCheck check;
  for (const Sample& sample : samples) {
    v1::Finding& finding = *check.add_findings();
    finding.set_rule(sample.rule);
    finding.set_part(sample.part);
    finding.set_kind(sample.kind);
    finding.set_severity(sample.severity);
    finding.set_byte_begin(check.findings_size());
    finding.set_byte_end(check.findings_size() + 1);
    check.add_context_sha256s(sample.context);
  }
  return check;
}

// Returns the list of a content that has these findings in its body.
inline FindingList ListOf(const std::vector<Sample>& samples) {
  FindingListBuilder builder(1000);
  builder.Add("body", CheckOf(samples));
  return builder.Take(1);
}

}  // namespace gongkai::intake
