// The findings of a leak check as a table for a spreadsheet (RFC 4180).
#include <array>
#include <initializer_list>
#include <ostream>
#include <string>

#include "services/cli/view/leak_writer.h"
#include "services/cli/view/text.h"
#include "workflow/base/words.h"

namespace gongkai::cli {
namespace {

using leak::DocumentFinding;

// A spreadsheet takes a file without it for one in the encoding of the machine.
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

// A cell that begins so is a formula to some spreadsheet, which would run what a stranger has written.
constexpr auto kFormulas =
    std::to_array<std::string_view>({"=", "+", "-", "@", "＝", "＋", "－", "＠"});

// Returns the text as a cell: one line, in quotation marks.
std::string CellOf(const std::string& text) {
  const std::string line = OneLine(text);
  std::string cell = "\"";
  for (const std::string_view begin : kFormulas) {
    if (line.starts_with(begin)) cell += '\'';
  }
  for (const char c : line) cell += c == '"' ? std::string("\"\"") : std::string(1, c);
  return cell + '"';
}

class Writer : public LeakWriter {
 public:
  Writer(std::ostream& out, Language language, bool shows_info)
      : out_(out), language_(language), shows_info_(shows_info) {
    out_ << kByteOrderMark;
    Row({In(language, {"file or address", "文件或者网址"}), In(language, {"part", "部分"}),
         In(language, {"line", "行"}), In(language, {"column", "列"}),
         In(language, {"severity", "严重程度"}), In(language, {"kind", "类别"}),
         In(language, {"masked excerpt", "摘录（已掩码）"}), In(language, {"why", "理由"}),
         In(language, {"rule", "规则"}), In(language, {"what was done", "处理情况"})});
  }

  void Add(const CheckedFile& file) override {
    if (file.problem) {
      AddNote(file, {"NOT CHECKED", "未检查"}, file.problem->message, file.problem->reason);
    }
    for (const DocumentFinding& each : file.report.findings) AddFinding(file, each);
    if (file.report.has_more) {
      AddNote(file, {"MORE", "还有更多"},
              {"There are more findings than are listed.", "还有更多发现，没有列出。"}, "");
    }
  }

  void Finish() override {}

 private:
  void Row(std::initializer_list<std::string> texts) {
    std::string_view separator;
    for (const std::string& text : texts) {
      out_ << separator << CellOf(text);
      separator = ",";
    }
    out_ << "\r\n";
  }

  void AddNote(const CheckedFile& file, const base::Bilingual& severity,
               const base::Bilingual& message, const std::string& reason) {
    Row({file.place(), "", "", "", In(language_, severity), "", "", In(language_, message), reason,
         ""});
  }

  void AddFinding(const CheckedFile& file, const DocumentFinding& each) {
    const leak::Rule& rule = *each.finding.rule;
    if (rule.severity == leak::Severity::kInfo && !shows_info_) return;
    const leak::Place& place = each.finding.place;
    Row({file.place(), each.part, std::to_string(place.line), std::to_string(place.column),
         WordOf(leak::kSeverityWords, rule.severity), WordOf(leak::kKindWords, rule.kind),
         each.finding.excerpt, In(language_, base::Bilingual(rule.why)), std::string(rule.id), ""});
  }

  template <class Words, class Value>
  std::string WordOf(const Words& words, Value value) const {
    const base::Word& word = words[static_cast<std::size_t>(value)];
    return std::string(language_ == Language::kChinese ? word.chinese : word.name);
  }

  std::ostream& out_;
  const Language language_;
  const bool shows_info_;
};

}  // namespace

std::unique_ptr<LeakWriter> LeakCsvWriter(std::ostream& out, Language language, bool shows_info) {
  return std::make_unique<Writer>(out, language, shows_info);
}

}  // namespace gongkai::cli
