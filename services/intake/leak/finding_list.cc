#include "services/intake/leak/finding_list.h"

#include <algorithm>
#include <iterator>
#include <span>
#include <string_view>
#include <utility>

#include "services/intake/leak/texts.h"

namespace gongkai::intake {
namespace {

// Where a content has findings of which rules; what they are, the digest of the content says.
base::Digest DigestOf(std::span<const ListedFinding> findings) {
  base::Sha256Stream hash;
  Feed(hash, {"gongkai.intake.v1.FindingList"});
  for (const ListedFinding& listed : findings) {
    Feed(hash,
         {listed.finding.part(), listed.finding.rule(), std::to_string(listed.finding.byte_begin()),
          std::to_string(listed.finding.byte_end())});
  }
  return hash.Finish();
}

}  // namespace

void FindingListBuilder::Add(std::string name, v1::PartCheck check) {
  if (!name.empty()) name = DistinctName(name, names_);
  const auto begin = static_cast<std::ptrdiff_t>(findings_.size());
  has_more_ = has_more_ || check.has_more();
  for (int i = 0; i < check.findings_size(); ++i) {
    const bool is_open = check.findings(i).severity() != v1::INFO;
    std::vector<ListedFinding>& to = is_open ? findings_ : others_;
    if (to.size() == most_) {
      has_more_ = has_more_ || is_open;
      continue;
    }
    ListedFinding& listed = to.emplace_back();
    listed.finding = std::move(*check.mutable_findings(i));
    listed.context = std::move(*check.mutable_context_sha256s(i));
    if (name.empty()) continue;
    const std::string part = listed.finding.part();
    listed.finding.set_part(part.empty() ? name : name + '/' + part);
  }
  // Those of one kind in one attachment stand together.
  std::stable_sort(findings_.begin() + begin, findings_.end(),
                   [](const ListedFinding& a, const ListedFinding& b) {
                     return a.finding.kind() < b.finding.kind();
                   });
}

FindingList FindingListBuilder::Take(int rules_version) {
  FindingList list{
      .rules_version = rules_version, .findings = std::move(findings_), .has_more = has_more_};
  list.numbered = static_cast<std::uint32_t>(list.findings.size());
  for (std::uint32_t i = 0; i < list.numbered; ++i) {
    list.findings[i].finding.set_number(static_cast<std::int32_t>(i + 1));
  }
  list.digest = DigestOf(list.findings);
  std::ranges::move(others_, std::back_inserter(list.findings));
  return list;
}

}  // namespace gongkai::intake
