// The findings of a leak check in JSON.
#include <nlohmann/json.hpp>
#include <ostream>

#include "services/cli/view/leak_writer.h"
#include "workflow/base/words.h"

namespace gongkai::cli {
namespace {

using Json = nlohmann::ordered_json;

Json InBoth(const base::BilingualView& text) {
  return {{"en", text.english}, {"zh", text.chinese}};
}

Json FindingJson(const leak::DocumentFinding& each) {
  const leak::Rule& rule = *each.finding.rule;
  const leak::Place& place = each.finding.place;
  const auto name = [](const auto& words, auto value) {
    return words[static_cast<std::size_t>(value)].name;
  };
  return {{"part", each.part},
          {"rule", rule.id},
          {"kind", name(leak::kKindWords, rule.kind)},
          {"severity", name(leak::kSeverityWords, rule.severity)},
          {"confidence", name(leak::kConfidenceWords, rule.confidence)},
          {"line", place.line},
          {"column", place.column},
          {"byteBegin", place.bytes.begin},
          {"byteEnd", place.bytes.end},
          {"excerpt", each.finding.excerpt},
          {"why", InBoth(rule.why)}};
}

Json CopyJson(const MaskedCopy& copy) {
  Json masked = Json::array();
  for (std::size_t kind = 0; kind < leak::kKindCount; ++kind) {
    if (copy.masked[kind] == 0) continue;
    masked.push_back({{"kind", leak::kKindWords[kind].name}, {"count", copy.masked[kind]}});
  }
  return {{"file", copy.path}, {"masked", masked}};
}

Json FileJson(const CheckedFile& file) {
  Json json = {{"file", file.name}};
  if (file.problem) {
    json["error"] = {{"reason", file.problem->reason}, {"message", InBoth(file.problem->message)}};
  }
  if (file.copy) json["copy"] = CopyJson(*file.copy);
  json["hasMore"] = file.report.has_more;
  json["findings"] = Json::array();
  for (const leak::DocumentFinding& each : file.report.findings) {
    json["findings"].push_back(FindingJson(each));
  }
  return json;
}

// Writes one file a line.
class Writer : public LeakWriter {
 public:
  explicit Writer(std::ostream& out) : out_(out) {
    out_ << R"({"rulesVersion":)" << leak::kRulesVersion << R"(,"files":[)";
  }

  void Add(const CheckedFile& file) override {
    out_ << separator_ << FileJson(file).dump(-1, ' ', false, Json::error_handler_t::replace);
    separator_ = ",\n";
  }

  void Finish() override { out_ << "\n]}\n"; }

 private:
  std::ostream& out_;
  std::string_view separator_ = "\n";
};

}  // namespace

std::unique_ptr<LeakWriter> LeakJsonWriter(std::ostream& out) {
  return std::make_unique<Writer>(out);
}

}  // namespace gongkai::cli
