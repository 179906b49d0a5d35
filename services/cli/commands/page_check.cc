#include "services/cli/commands/page_check.h"

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "services/cli/commands/document_source.h"

namespace gongkai::cli {
namespace {

// The part of a page that its text is as a browser shows it.
constexpr std::string_view kShownText = "(shown text)";

// Returns whether the bytes are text with marks: HTML, SVG, XML, in any encoding that has ASCII in it.
bool IsMarkup(std::string_view bytes) {
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  if (bytes.starts_with(kByteOrderMark)) bytes.remove_prefix(kByteOrderMark.size());
  const std::size_t begin = bytes.find_first_not_of(" \t\r\n");
  return begin != std::string_view::npos && bytes[begin] == '<';
}

// Removes what says only that there are comments or hidden text.
void RemoveNotes(leak::DocumentReport& report) {
  std::erase_if(report.findings, [](const leak::DocumentFinding& each) {
    return each.finding.rule->kind == leak::Kind::kHiddenContent;
  });
}

// Adds the findings of `shown` that `report` does not have: those of the same rule and the same excerpt are the same.
void AddNew(leak::DocumentReport shown, leak::DocumentReport& report) {
  std::map<std::pair<std::string_view, std::string>, int> found;
  for (const leak::DocumentFinding& each : report.findings) {
    ++found[{each.finding.rule->id, each.finding.excerpt}];
  }
  for (leak::DocumentFinding& each : shown.findings) {
    int& count = found[{each.finding.rule->id, each.finding.excerpt}];
    if (count-- > 0) continue;
    if (each.part.empty()) each.part = kShownText;
    report.findings.push_back(std::move(each));
  }
  report.has_more = report.has_more || shown.has_more;
}

}  // namespace

leak::DocumentReport CheckPage(const leak::Checker& checker, std::string_view name,
                               std::string_view bytes, int file) {
  const bool is_text = IsText(bytes);
  leak::DocumentReport report;
  if (is_text) report = OfText(checker.Check(bytes));
  const bool is_markup = IsMarkup(bytes);
  if (is_text && !is_markup) return report;
  leak::DocumentReport read = CheckDocument(checker, ReadDocument(name, file));
  if (is_markup) RemoveNotes(read);
  if (!is_text) return read;
  AddNew(std::move(read), report);
  return report;
}

}  // namespace gongkai::cli
