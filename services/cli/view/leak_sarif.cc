// The log of a leak check in SARIF. Comments name the sections of
// https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
#include <nlohmann/json.hpp>
#include <ostream>
#include <string>
#include <utility>

#include "services/cli/view/leak_writer.h"
#include "workflow/base/words.h"
#include "workflow/leak/rules.h"

namespace gongkai::cli {
namespace {

using Json = nlohmann::ordered_json;
using leak::DocumentFinding;

// 3.27.10
std::string_view LevelOf(leak::Severity severity) {
  if (severity == leak::Severity::kBlock) return "error";
  return severity == leak::Severity::kWarn ? "warning" : "note";
}

// Returns the path as a relative reference, or with a scheme if it is absolute; an address stays as it is (RFC 3986).
std::string UriOf(const std::string& path) {
  constexpr std::string_view kPlainInPath = "-._~/";
  constexpr std::string_view kPlainInAddress = "-._~/:?#[]@!$&'()*+,;=%";
  constexpr std::string_view kHex = "0123456789ABCDEF";
  if (path == "-") return "stdin";
  const bool is_address = path.starts_with("http://") || path.starts_with("https://");
  const std::string_view plain = is_address ? kPlainInAddress : kPlainInPath;
  std::string uri = path.starts_with('/') ? "file://" : "";
  for (const char c : path) {
    const auto byte = static_cast<unsigned char>(c);
    const bool is_plain = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
                          (c >= 'a' && c <= 'z') || plain.find(c) != std::string_view::npos;
    if (is_plain) {
      uri += c;
    } else {
      ((uri += '%') += kHex[byte >> 4U]) += kHex[byte & 0xFU];
    }
  }
  return uri;
}

Json RuleJson(const leak::Rule& rule, Language language) {
  const auto name = [](const auto& words, auto value) {
    return words[static_cast<std::size_t>(value)].name;
  };
  return {{"id", rule.id},
          {"shortDescription", {{"text", In(language, base::Bilingual(rule.why))}}},
          {"defaultConfiguration", {{"level", LevelOf(rule.severity)}}},
          {"properties",
           {{"kind", name(leak::kKindWords, rule.kind)},
            {"confidence", name(leak::kConfidenceWords, rule.confidence)}}}};
}

// Returns the location. A region tells of the file itself, so there is none for a part of it (3.30).
Json LocationJson(const CheckedFile& file, const DocumentFinding& each) {
  Json physical = {{"artifactLocation", {{"uri", UriOf(file.name)}}}};
  const leak::Place& place = each.finding.place;
  if (HasPlace(each)) {
    physical["region"] = {{"startLine", place.line},
                          {"startColumn", place.column},
                          {"byteOffset", place.bytes.begin},
                          {"byteLength", place.bytes.end - place.bytes.begin}};
  }
  Json location = {{"physicalLocation", physical}};
  if (!each.part.empty()) {
    location["logicalLocations"] = Json::array({{{"fullyQualifiedName", each.part}}});
  }
  return location;
}

Json ResultJson(const CheckedFile& file, const DocumentFinding& each, Language language) {
  const leak::Rule& rule = *each.finding.rule;
  std::string text = In(language, base::Bilingual(rule.why));
  if (!each.finding.excerpt.empty()) {
    text = each.finding.excerpt + In(language, {": ", "："}) + text;
  }
  return {{"ruleId", rule.id},
          {"ruleIndex", &rule - leak::Rules().data()},
          {"level", LevelOf(rule.severity)},
          {"message", {{"text", text}}},
          {"locations", Json::array({LocationJson(file, each)})}};
}

Json NotificationJson(const CheckedFile& file, std::string_view level, const std::string& text) {
  const Json location = {{"physicalLocation", {{"artifactLocation", {{"uri", UriOf(file.name)}}}}}};
  return {{"level", level}, {"message", {{"text", text}}}, {"locations", Json::array({location})}};
}

Json DriverJson(std::string_view version, Language language) {
  Json rules = Json::array();
  for (const leak::Rule& rule : leak::Rules()) rules.push_back(RuleJson(rule, language));
  return {{"name", "gongkai"},
          {"version", version},
          {"language", language == Language::kChinese ? "zh-CN" : "en-US"},
          {"rules", rules},
          {"properties", {{"rulesVersion", leak::kRulesVersion}}}};
}

std::string Text(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

// Writes one result a line. What is known at the end only stands at the end.
class Writer : public LeakWriter {
 public:
  Writer(std::ostream& out, std::string_view version, Language language)
      : out_(out), language_(language) {
    out_ << R"({"$schema":"https://json.schemastore.org/sarif-2.1.0.json","version":"2.1.0",)"
         << R"("runs":[{"tool":)" << Text({{"driver", DriverJson(version, language)}})
         << R"(,"columnKind":"unicodeCodePoints","results":[)";
  }

  void Add(const CheckedFile& file) override {
    for (const DocumentFinding& each : file.report.findings) {
      out_ << separator_ << Text(ResultJson(file, each, language_));
      separator_ = ",\n";
    }
    AddNotifications(file);
  }

  void Finish() override {
    const Json invocation = {{"executionSuccessful", notifications_.empty()},
                             {"toolExecutionNotifications", std::move(notifications_)}};
    out_ << "\n],\"invocations\":" << Text(Json::array({invocation})) << "}]}\n";
  }

 private:
  // Keeps what kept the check from seeing everything (3.20.21).
  void AddNotifications(const CheckedFile& file) {
    if (file.problem) {
      notifications_.push_back(
          NotificationJson(file, "error", In(language_, file.problem->message)));
    }
    if (file.report.has_more) {
      notifications_.push_back(NotificationJson(
          file, "error",
          In(language_, {"There are more findings than are listed.", "还有更多发现，没有列出。"})));
    }
  }

  std::ostream& out_;
  const Language language_;
  Json notifications_ = Json::array();
  std::string_view separator_ = "\n";
};

}  // namespace

std::unique_ptr<LeakWriter> LeakSarifWriter(std::ostream& out, std::string_view version,
                                            Language language) {
  return std::make_unique<Writer>(out, version, language);
}

}  // namespace gongkai::cli
