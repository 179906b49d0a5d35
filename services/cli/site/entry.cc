#include "services/cli/site/entry.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string_view>

#include "workflow/base/words.h"
#include "workflow/leak/document.h"
#include "workflow/leak/rules.h"

namespace gongkai::cli::site {
namespace {

using Json = nlohmann::ordered_json;

std::string Text(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

// Returns whether the finding says that something was not read for lack of time, or because the reader was stopped: a
// machine that is less busy may read it.
bool IsByChance(const leak::DocumentFinding& each) {
  using leak::Obstacle;
  if (each.finding.rule->kind != leak::Kind::kUnreadable) return false;
  return std::ranges::any_of(std::array{Obstacle::kTooSlow, Obstacle::kStopped}, [&](Obstacle why) {
    const base::Word& word = leak::kObstacleWords[static_cast<std::size_t>(why)];
    return each.finding.excerpt.find(word.chinese) != std::string::npos;
  });
}

Json FindingJson(const leak::DocumentFinding& each) {
  const leak::Place& place = each.finding.place;
  return {{"rule", each.finding.rule->id},  {"part", each.part},          {"line", place.line},
          {"column", place.column},         {"begin", place.bytes.begin}, {"end", place.bytes.end},
          {"excerpt", each.finding.excerpt}};
}

leak::DocumentFinding FindingOf(const Json& json) {
  const auto id = json.at("rule").get<std::string>();
  const auto rules = leak::Rules();
  const auto rule = std::ranges::find(rules, std::string_view(id), &leak::Rule::id);
  if (rule == rules.end()) throw std::invalid_argument("rule");
  return {json.at("part"),
          {.rule = &*rule,
           .place = {json.at("line"), json.at("column"), {json.at("begin"), json.at("end")}},
           .excerpt = json.at("excerpt")}};
}

// Calls `read` with the object in the line.
template <class Read>
auto Parsed(const std::string& line, Read read) {
  try {
    return read(Json::parse(line));
  } catch (const Json::exception& error) {
    throw std::invalid_argument(error.what());
  }
}

Entry EntryOf(const Json& json) {
  if (json.contains("same")) return {.kind = EntryKind::kSame, .text = json.at("same")};
  if (json.contains("end")) return {.kind = EntryKind::kEnd};
  if (json.contains("run")) {
    return {.kind = EntryKind::kRun, .rules_version = json.at("rules"), .text = json.at("run")};
  }
  const auto digest = base::Digest::FromHex(json.value("sha256", base::Digest().ToHex()));
  if (!digest) throw std::invalid_argument("sha256");
  return {.kind = EntryKind::kItem,
          .rules_version = json.at("rules"),
          .text = json.at("item"),
          .digest = *digest,
          .has_problem = json.contains("problem"),
          .may_change = json.at("mayChange"),
          .counts = {json.at("block"), json.at("warn"), json.at("info"), json.at("unread"),
                     json.at("hasMore")}};
}

CheckedFile ItemOf(const Json& json) {
  CheckedFile file{.name = json.at("item")};
  file.report.has_more = json.at("hasMore");
  for (const Json& finding : json.at("findings")) {
    file.report.findings.push_back(FindingOf(finding));
  }
  if (json.contains("problem")) {
    const Json& problem = json.at("problem");
    const auto text = [&](const char* field) { return problem.at(field).get<std::string>(); };
    file.problem = FileProblem{text("reason"), {text("en"), text("zh")}};
  }
  return file;
}

}  // namespace

std::string RunLine(const std::string& begun) {
  return Text({{"run", begun}, {"rules", leak::kRulesVersion}});
}

std::string ItemLine(const CheckedFile& file, const base::Digest& digest) {
  const Counts counts = CountFindings({&file, 1});
  const bool may_change = std::ranges::any_of(file.report.findings, &IsByChance);
  Json json = {{"item", file.name}, {"rules", leak::kRulesVersion}};
  if (file.problem) {
    json["problem"] = {{"reason", file.problem->reason},
                       {"en", file.problem->message.english},
                       {"zh", file.problem->message.chinese}};
  } else {
    json["sha256"] = digest.ToHex();
  }
  json.update({{"block", counts.block},
               {"warn", counts.warn},
               {"info", counts.info},
               {"unread", counts.unread},
               {"hasMore", counts.has_more},
               {"mayChange", may_change}});
  json["findings"] = Json::array();
  for (const leak::DocumentFinding& each : file.report.findings) {
    json["findings"].push_back(FindingJson(each));
  }
  return Text(json);
}

std::string SameLine(const std::string& name) { return Text({{"same", name}}); }

std::string EndLine() { return Text({{"end", true}}); }

Entry ReadEntry(const std::string& line) { return Parsed(line, &EntryOf); }

CheckedFile ReadItem(const std::string& line) { return Parsed(line, &ItemOf); }

}  // namespace gongkai::cli::site
