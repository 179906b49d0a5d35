#include "services/cli/view/leak_view.h"

#include <algorithm>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "services/cli/view/text.h"
#include "workflow/base/words.h"

namespace gongkai::cli {
namespace {

using leak::DocumentFinding;
using leak::Severity;

constexpr std::string_view kGap = "  ";

template <class Words, class Value>
std::string WordOf(const Words& words, Value value, Language language) {
  const base::Word& word = words[static_cast<std::size_t>(value)];
  return std::string(language == Language::kChinese ? word.chinese : word.name);
}

Style StyleOf(Severity severity) {
  if (severity == Severity::kBlock) return Style::kBad;
  return severity == Severity::kWarn ? Style::kWaiting : Style::kFaint;
}

// Returns where the finding is: `file:line:column`, or `file#part:line:column`.
std::string PlaceText(const CheckedFile& file, const DocumentFinding& each) {
  const leak::Place& place = each.finding.place;
  const std::string part = each.part.empty() ? "" : "#" + each.part;
  return OneLine(file.place() + part) + ':' + std::to_string(place.line) + ':' +
         std::to_string(place.column);
}

void PrintFinding(const CheckedFile& file, const DocumentFinding& each, const LeakStyle& style,
                  std::ostream& out) {
  const leak::Rule& rule = *each.finding.rule;
  out << PlaceText(file, each) << kGap
      << Paint(WordOf(leak::kSeverityWords, rule.severity, style.language), StyleOf(rule.severity),
               style.terminal)
      << kGap << WordOf(leak::kKindWords, rule.kind, style.language) << kGap;
  if (!each.finding.excerpt.empty()) out << OneLine(each.finding.excerpt) << kGap;
  out << In(style.language, base::Bilingual(rule.why)) << " [" << rule.id << "]\n";
}

// Returns the findings that are shown, the most severe first.
std::vector<const DocumentFinding*> Shown(const CheckedFile& file, const LeakStyle& style) {
  std::vector<const DocumentFinding*> shown;
  for (const DocumentFinding& each : file.report.findings) {
    if (each.finding.rule->severity != Severity::kInfo || style.shows_info) shown.push_back(&each);
  }
  std::ranges::stable_sort(
      shown, {}, [](const DocumentFinding* each) { return each->finding.rule->severity; });
  return shown;
}

// Prints which copy was written, and how many values are masked in it.
void PrintCopy(const CheckedFile& file, const LeakStyle& style, std::ostream& out) {
  std::string masked;
  for (std::size_t kind = 0; kind < leak::kKindCount; ++kind) {
    const std::size_t count = file.copy->masked[kind];
    if (count == 0) continue;
    masked += masked.empty() ? "" : In(style.language, {", ", "，"});
    masked += WordOf(leak::kKindWords, kind, style.language) + ' ' + std::to_string(count);
  }
  if (masked.empty()) masked = In(style.language, {"nothing", "无"});
  out << OneLine(file.name) << " -> " << OneLine(file.copy->path)
      << In(style.language, {": masked: ", "：已掩码："}) << masked << '\n';
}

// Returns how many files there are, and how many of them were not done: "3 files, 1 of them not done: ".
std::string FilesText(std::span<const CheckedFile> files, Language language) {
  const std::string all = std::to_string(files.size());
  std::string text = In(language, {all + (files.size() == 1 ? " file" : " files"), all + "个文件"});
  const auto failed = std::ranges::count_if(
      files, [](const CheckedFile& file) { return file.problem.has_value(); });
  if (failed > 0) {
    const std::string count = std::to_string(failed);
    text += In(language, {", " + count + " of them not done", "，其中" + count + "个未能处理"});
  }
  return text + In(language, {": ", "："});
}

// Returns the counts of what must be worked off.
std::string FoundText(const Counts& counts, Language language) {
  if (counts.block == 0 && counts.warn == 0) {
    return In(language, {"no BLOCK, no WARN", "没有禁止公开，没有须核实"});
  }
  const std::string block = std::to_string(counts.block);
  const std::string warn = std::to_string(counts.warn);
  return In(language,
            {block + " BLOCK, " + warn + " WARN", "禁止公开" + block + "处，须核实" + warn + "处"});
}

std::string InfoText(const Counts& counts, const LeakStyle& style) {
  if (counts.info == 0) return "";
  const std::string info = std::to_string(counts.info);
  if (style.shows_info) return In(style.language, {", " + info + " INFO", "，提示" + info + "处"});
  return In(style.language, {"; " + info + " more of INFO (--info lists them)",
                             "；另有提示" + info + "处（--info 列出）"});
}

}  // namespace

void PrintLeaks(const CheckedFile& file, const LeakStyle& style, std::ostream& out) {
  if (file.copy) PrintCopy(file, style, out);
  const auto shown = Shown(file, style);
  const std::size_t printed = std::min(shown.size(), style.most_of_a_file);
  for (std::size_t i = 0; i < printed; ++i) PrintFinding(file, *shown[i], style, out);
  if (printed < shown.size()) {
    const std::string rest = std::to_string(shown.size() - printed);
    out << OneLine(file.place())
        << In(style.language, {": " + rest + " more (--csv and --json list all)",
                               "：另有" + rest + "处（--csv 和 --json 全部列出）"})
        << '\n';
  }
  if (file.report.has_more) {
    out << OneLine(file.place())
        << In(style.language, {": there is more; only the first findings are listed",
                               "：还有更多，只列出前面的发现"})
        << '\n';
  }
  if (file.copy || file.report.has_more || !shown.empty()) out << '\n';
}

void PrintLeakSummary(std::span<const CheckedFile> files, const LeakStyle& style,
                      std::ostream& out) {
  const Counts counts = CountFindings(files);
  out << FilesText(files, style.language) << FoundText(counts, style.language)
      << InfoText(counts, style) << '\n';
}

}  // namespace gongkai::cli
