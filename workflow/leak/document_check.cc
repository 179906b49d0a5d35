#include "workflow/leak/document_check.h"

#include <cstddef>
#include <optional>
#include <string>
#include <utility>

namespace gongkai::leak {
namespace {

bool IsBlank(const std::string& text) {
  return text.find_first_not_of(" \t\r\n\f\v") == std::string::npos;
}

// Returns the rule that says that there is such a part at all.
std::optional<RuleId> RuleOfPart(PartKind kind) {
  switch (kind) {
    case PartKind::kShown:
      return std::nullopt;
    case PartKind::kHidden:
      return RuleId::kHiddenText;
    case PartKind::kDeleted:
      return RuleId::kDeletedText;
    case PartKind::kComment:
      return RuleId::kComment;
    case PartKind::kProperty:
      return RuleId::kProperty;
    case PartKind::kPosition:
      return RuleId::kPhotoPosition;
  }
  return std::nullopt;
}

// Collects findings up to the number that was asked for.
class Collection {
 public:
  explicit Collection(std::size_t most) : most_(most) {}

  std::size_t room() const { return most_ - report_.findings.size(); }

  void Add(const std::string& part, Finding finding) {
    if (room() == 0) {
      report_.has_more = true;
    } else {
      report_.findings.push_back({part, std::move(finding)});
    }
  }

  void Add(const std::string& part, Report found) {
    for (Finding& finding : found.findings) Add(part, std::move(finding));
    report_.has_more = report_.has_more || found.has_more;
  }

  DocumentReport Take() { return std::move(report_); }

 private:
  const std::size_t most_;
  DocumentReport report_;
};

}  // namespace

DocumentReport Check(const Checker& checker, const Document& document, const Options& options) {
  Collection found(options.max_findings);
  for (const Part& part : document.parts) {
    if (IsBlank(part.text)) continue;
    if (const auto rule = RuleOfPart(part.kind))
      found.Add(part.name, Finding{.rule = &RuleOf(*rule)});
    Options rest = options;
    rest.max_findings = found.room();
    found.Add(part.name, checker.Check(part.text, rest));
  }
  for (const Unread& unread : document.unread) {
    const base::Word& why = kObstacleWords[static_cast<std::size_t>(unread.why)];
    found.Add(unread.part,
              Finding{.rule = &RuleOf(RuleId::kUnreadable),
                      .excerpt = std::string(why.name) + ' ' + std::string(why.chinese)});
  }
  return found.Take();
}

}  // namespace gongkai::leak
