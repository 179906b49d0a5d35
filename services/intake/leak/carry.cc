#include "services/intake/leak/carry.h"

#include <cstdint>
#include <deque>
#include <map>
#include <utility>

#include "services/lib/catalog/limits.h"

namespace gongkai::intake {

std::vector<workflow::v1::CarriedFindings> Carry(const FindingList& before,
                                                 const FindingList& now) {
  // The numbers of those that are alike, in order.
  std::map<std::pair<std::string_view, std::string_view>, std::deque<std::int32_t>> known;
  for (std::uint32_t i = 0; i < before.numbered; ++i) {
    const ListedFinding& each = before.findings[i];
    known[{each.finding.part(), each.context}].push_back(each.finding.number());
  }
  std::vector<workflow::v1::CarriedFindings> carried;
  for (std::uint32_t i = 0; i < now.numbered; ++i) {
    const ListedFinding& each = now.findings[i];
    const auto found = known.find({each.finding.part(), each.context});
    if (found == known.end() || found->second.empty()) continue;
    const std::int32_t number = each.finding.number();
    const std::int32_t number_before = found->second.front();
    found->second.pop_front();
    if (!carried.empty()) {
      workflow::v1::CarriedFindings& last = carried.back();
      const std::int32_t count = last.finding_count();
      if (last.first_finding() + count == number && last.first_before() + count == number_before) {
        last.set_finding_count(count + 1);
        continue;
      }
    }
    if (carried.size() == static_cast<std::size_t>(limits::kCarriedFindings)) break;
    workflow::v1::CarriedFindings& added = carried.emplace_back();
    added.set_first_finding(number);
    added.set_finding_count(1);
    added.set_first_before(number_before);
  }
  return carried;
}

}  // namespace gongkai::intake
