// Adjudicates the findings of the leak check, as a reviewer does who has looked at each.
#pragma once

#include <string>
#include <vector>

#include "gongkai/intake/v1/intake_service.pb.h"
#include "gongkai/review/v1/review_service.pb.h"

namespace gongkai::support {

// Returns the requests that call each open finding a false alarm: one request for each kind in each
// part. `report` is "reports/…".
inline std::vector<review::v1::AdjudicateFindingsRequest> FalseAlarms(
    const std::string& report, const intake::v1::ListFindingsResponse& found) {
  std::vector<review::v1::AdjudicateFindingsRequest> requests;
  const intake::v1::Finding* before = nullptr;
  for (const intake::v1::Finding& finding : found.findings()) {
    if (finding.number() == 0 || finding.verdict() != workflow::v1::VERDICT_UNSPECIFIED) continue;
    const bool goes_on = before != nullptr && before->number() + 1 == finding.number() &&
                         before->part() == finding.part() && before->kind() == finding.kind();
    before = &finding;
    if (goes_on) {
      requests.back().set_finding_count(requests.back().finding_count() + 1);
      continue;
    }
    review::v1::AdjudicateFindingsRequest& request = requests.emplace_back();
    request.set_name(report + "/tasks/secrecy");
    request.set_content_sha256(found.content_sha256());
    request.set_findings_sha256(found.leak_check().findings_sha256());
    request.set_first_finding(finding.number());
    request.set_finding_count(1);
    request.set_verdict(workflow::v1::FALSE_ALARM);
    request.set_reason("已核对，不涉及个人信息和国家秘密。");
  }
  return requests;
}

}  // namespace gongkai::support
