#include "services/intake/leak/part_check.h"

#include <algorithm>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>

#include "services/intake/leak/texts.h"
#include "services/lib/catalog/limits.h"
#include "workflow/leak/document_check.h"
#include "workflow/leak/redact.h"

namespace gongkai::intake {
namespace {

// How many bytes before and after a finding must be the same for a verdict to stay.
constexpr std::size_t kAround = 120;

// The most findings of one part that are looked at. Most of so many are INFO.
constexpr std::size_t kMostFindings = 100'000;
constexpr int kMostInfo = 1'000;

// Returns whether the finding is about more than the place where it is: a mark is about the whole document, and
// the heading of a list about all rows below.
bool IsAboutAll(const leak::Finding& finding) {
  switch (finding.rule->kind) {
    case leak::Kind::kSensitiveList:
    case leak::Kind::kSecrecyMark:
    case leak::Kind::kInternalMark:
    case leak::Kind::kNotPublicNote:
      return true;
    default:
      return finding.place.bytes.end == 0;
  }
}

// Returns what tells a finding from others: the rule, the part, what was found and what is around it.
base::Digest ContextOf(const leak::DocumentFinding& found, std::string_view text) {
  base::Sha256Stream hash;
  Feed(hash, {found.finding.rule->id, found.part});
  if (IsAboutAll(found.finding)) {
    Feed(hash, {text});
    return hash.Finish();
  }
  const leak::Range range = found.finding.place.bytes;
  const std::size_t begin = range.begin - std::min(range.begin, kAround);
  Feed(hash, {text.substr(begin, range.begin - begin),
              text.substr(range.begin, range.end - range.begin), text.substr(range.end, kAround)});
  return hash.Finish();
}

v1::Finding ToProto(const leak::DocumentFinding& found) {
  const leak::Rule& rule = *found.finding.rule;
  const leak::Place& place = found.finding.place;
  v1::Finding out;
  out.set_part(found.part);
  out.set_kind(static_cast<v1::FindingKind>(rule.kind));
  out.set_severity(static_cast<v1::FindingSeverity>(rule.severity));
  out.set_confidence(static_cast<v1::Confidence>(rule.confidence));
  out.set_rule(std::string(rule.id));
  out.set_line(static_cast<std::int32_t>(place.line));
  out.set_column(static_cast<std::int32_t>(place.column));
  out.set_byte_begin(static_cast<std::int64_t>(place.bytes.begin));
  out.set_byte_end(static_cast<std::int64_t>(place.bytes.end));
  out.set_excerpt(found.finding.excerpt);
  return out;
}

// Gives each part, and each thing that could not be read, a name of its own that may be shown.
void NameParts(const leak::Checker& checker, leak::Document& document) {
  std::set<std::string> names;
  const auto rename = [&](std::string& name) {
    name = DistinctName(ShownName(checker, name), names);
  };
  for (leak::Part& part : document.parts) rename(part.name);
  for (leak::Unread& unread : document.unread) rename(unread.part);
}

// Collects findings until there are too many.
class Collection {
 public:
  void Add(const leak::DocumentFinding& found, std::string_view text) {
    const bool is_info = found.finding.rule->severity == leak::Severity::kInfo;
    int& count = is_info ? info_ : numbered_;
    if (count == (is_info ? kMostInfo : limits::kLeakFindings)) {
      // What need not be adjudicated may be left out.
      if (!is_info) check_.set_has_more(true);
      return;
    }
    ++count;
    *check_.add_findings() = ToProto(found);
    check_.add_context_sha256s(std::string(ContextOf(found, text).view()));
  }

  v1::PartCheck Take(bool has_more) {
    if (has_more) check_.set_has_more(true);
    return std::move(check_);
  }

 private:
  v1::PartCheck check_;
  int numbered_ = 0;
  int info_ = 0;
};

}  // namespace

v1::PartCheck CheckPart(const leak::Checker& checker, leak::Document document,
                        const base::Digest& file) {
  NameParts(checker, document);
  const leak::DocumentReport report = Check(checker, document, {.max_findings = kMostFindings});
  Collection out;
  auto part = document.parts.begin();
  for (const leak::DocumentFinding& found : report.findings) {
    if (found.finding.rule->kind == leak::Kind::kUnreadable) {
      out.Add(found, file.view());
      continue;
    }
    // Findings come in the order of the parts.
    part = std::find_if(part, document.parts.end(),
                        [&](const leak::Part& each) { return each.name == found.part; });
    out.Add(found, part->text);
  }
  return out.Take(report.has_more);
}

std::string ShownName(const leak::Checker& checker, const std::string& name) {
  return leak::Redact(checker, name).text;
}

}  // namespace gongkai::intake
