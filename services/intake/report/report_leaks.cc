#include "services/intake/report/report_leaks.h"

#include <algorithm>
#include <utility>

#include "services/intake/content/content.h"
#include "services/intake/leak/carry.h"
#include "workflow/error/errors.h"

namespace gongkai::intake {
namespace {

namespace wf = workflow::v1;

// Returns the verdict on each finding of the review, as far as it counts.
std::vector<wf::Verdict> VerdictsOf(const wf::LeakReview& review) {
  std::vector<wf::Verdict> verdicts(static_cast<std::size_t>(review.finding_count()),
                                    wf::VERDICT_UNSPECIFIED);
  for (const wf::AdjudicatedFindings& each : review.adjudicated()) {
    if (each.revoked() || each.first_finding() < 1) continue;
    const int end =
        std::min(each.first_finding() - 1 + each.finding_count(), review.finding_count());
    for (int i = each.first_finding() - 1; i < end; ++i) {
      verdicts[static_cast<std::size_t>(i)] = each.verdict();
    }
  }
  return verdicts;
}

// Returns the verdicts that the ledger carries over with `carried`: those that settle a finding.
std::vector<wf::Verdict> Carried(const std::vector<wf::Verdict>& before, std::size_t count,
                                 const std::vector<wf::CarriedFindings>& carried) {
  std::vector<wf::Verdict> verdicts(count, wf::VERDICT_UNSPECIFIED);
  for (const wf::CarriedFindings& row : carried) {
    for (int i = 0; i < row.finding_count(); ++i) {
      const wf::Verdict verdict = before[static_cast<std::size_t>(row.first_before() - 1 + i)];
      if (verdict == wf::MASK) continue;
      verdicts[static_cast<std::size_t>(row.first_finding() - 1 + i)] = verdict;
    }
  }
  return verdicts;
}

}  // namespace

Error TooManyFindings(const std::string& report) {
  return errors::ContentIncomplete(
      report, {{"report",
                {"The leak check finds more than can be adjudicated; mask it first.",
                 "泄露检查的发现过多，无法逐项认定，请先掩码。"}}});
}

Result<ReportFindings> ReportLeaks::Check(const rpc::Call& call, const wf::Record& record,
                                          const v1::Content& content, const base::Digest& digest) {
  Result<FindingList> list = checks_.Check(content, digest, [&call] { return call.Wanted(); });
  if (!list) return std::move(list).error();
  ReportFindings found{.list = *std::move(list)};
  found.check.set_rules_version(found.list.rules_version);
  found.check.set_finding_count(static_cast<std::int32_t>(found.list.numbered));
  found.check.set_findings_sha256(found.list.digest.ToHex());
  const wf::LeakReview& review = record.leak_review();
  if (review.findings_sha256() == found.check.findings_sha256() &&
      review.content_sha256() == digest.ToHex() &&
      review.rules_version() == found.list.rules_version) {
    found.verdicts = VerdictsOf(review);
    return found;
  }
  found.verdicts.resize(found.list.numbered, wf::VERDICT_UNSPECIFIED);
  if (review.adjudicated().empty()) return found;
  const std::optional<FindingList> before = Reviewed(review);
  if (!before || static_cast<int>(before->numbered) != review.finding_count()) return found;
  const std::vector<wf::CarriedFindings> carried = Carry(*before, found.list);
  found.verdicts = Carried(VerdictsOf(review), found.list.numbered, carried);
  for (const wf::CarriedFindings& row : carried) *found.check.add_carried() = row;
  return found;
}

std::optional<FindingList> ReportLeaks::Reviewed(const wf::LeakReview& review) {
  const auto digest = base::Digest::FromHex(review.content_sha256());
  if (!digest) return std::nullopt;
  const Result<v1::Content> content = ReadContent(contents_, *digest);
  if (!content) return std::nullopt;
  std::optional<FindingList> list = checks_.Recall(*content, *digest, review.rules_version());
  const bool same = list && list->digest.ToHex() == review.findings_sha256();
  return same ? std::move(list) : std::nullopt;
}

}  // namespace gongkai::intake
