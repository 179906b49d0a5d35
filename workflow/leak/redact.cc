#include "workflow/leak/redact.h"

#include <limits>
#include <utility>

#include "workflow/leak/masked_form.h"

namespace gongkai::leak {
namespace {

// Each round masks what the round before has uncovered. Two are usual; the bound is for texts that were made
// to need more: what is left then is reported.
constexpr int kMostRounds = 20;

constexpr Options kAll{.max_findings = std::numeric_limits<std::size_t>::max()};

// Masks what was found in the copy. Returns whether there was anything. Findings on the two sides of the end of a
// block (checker.cc) may overlap: the second waits for the next round.
bool MaskFindings(const Report& report, std::string_view star, Redaction& copy) {
  std::string text;
  std::size_t copied = 0;  // up to here the text is done
  for (const Finding& finding : report.findings) {
    const Range bytes = finding.place.bytes;
    if (!IsToMask(finding) || bytes.begin < copied) continue;
    const std::string_view value =
        std::string_view(copy.text).substr(bytes.begin, bytes.end - bytes.begin);
    text.append(copy.text, copied, bytes.begin - copied);
    text += MaskedForm(value, finding, star);
    copied = bytes.end;
    ++copy.masked[static_cast<std::size_t>(finding.rule->kind)];
  }
  if (copied == 0) return false;
  text.append(copy.text, copied);
  copy.text = std::move(text);
  return true;
}

// Takes away findings beyond the number that was asked for.
void Limit(Report& report, std::size_t most) {
  if (report.findings.size() <= most) return;
  report.findings.resize(most);
  report.has_more = true;
}

}  // namespace

bool IsToMask(const Finding& finding) {
  return finding.rule->severity != Severity::kInfo && HasMask(finding.rule->kind);
}

Redaction Redact(const Checker& checker, std::string_view text, std::string_view star,
                 const Options& options) {
  Redaction copy{.text = std::string(text)};
  copy.remaining = checker.Check(copy.text, kAll);
  for (int round = 0; round < kMostRounds && MaskFindings(copy.remaining, star, copy); ++round) {
    copy.remaining = checker.Check(copy.text, kAll);
  }
  Limit(copy.remaining, options.max_findings);
  return copy;
}

}  // namespace gongkai::leak
