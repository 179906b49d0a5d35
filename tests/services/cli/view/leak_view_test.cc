// Findings of a document with parts, as people and programs are shown them.
#include "services/cli/view/leak_view.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <vector>

#include "services/cli/view/leak_writer.h"
#include "workflow/leak/checker.h"

namespace gongkai::cli {
namespace {

using leak::Obstacle;
using leak::PartKind;
using nlohmann::json;
using testing::HasSubstr;
using testing::IsEmpty;

// Returns a file with a value in its text, one in a hidden sheet, properties, and a picture that was not read.
CheckedFile Workbook() {
  static const leak::Checker checker;
  const leak::Document document = {
      .parts = {{.name = "", .text = "年报\n电话13800138000"},
                {.name = "Sheet2", .kind = PartKind::kHidden, .text = "13900139000"},
                {.name = "core.xml", .kind = PartKind::kProperty, .text = "清河县政府"}},
      .unread = {{"image1.png", Obstacle::kNoText}}};
  return {.name = "名单.xlsx", .report = leak::Check(checker, document)};
}

std::string Printed(const CheckedFile& file, const LeakStyle& style) {
  std::ostringstream out;
  PrintLeaks(file, style, out);
  return out.str();
}

// Returns what the writer, which `make` makes, writes of the file.
template <class Make>
std::string Written(const CheckedFile& file, Make make) {
  std::ostringstream out;
  const auto writer = make(out);
  writer->Add(file);
  writer->Finish();
  return out.str();
}

json Json(const CheckedFile& file) { return json::parse(Written(file, LeakJsonWriter)); }

json Sarif(const CheckedFile& file, Language language = Language::kEnglish) {
  return json::parse(
      Written(file, [&](std::ostream& out) { return LeakSarifWriter(out, "1.2.3", language); }));
}

TEST(LeakViewTest, NamesThePartThatAFindingIsIn) {
  EXPECT_EQ(
      Printed(Workbook(), {.language = Language::kChinese, .shows_info = true}),
      "名单.xlsx:2:3  禁止公开  手机号码  138****8000  手机号码。 [MOBILE]\n"
      "名单.xlsx#Sheet2:1:1  禁止公开  手机号码  139****9000  手机号码。 [MOBILE]\n"
      "名单.xlsx#Sheet2:1:1  须核实  隐藏内容  文件中读者看不到、但可以恢复显示的内容：隐藏的"
      "工作表、行、列或者文字。 [HIDDEN_TEXT]\n"
      "名单.xlsx#image1.png:1:1  须核实  无法读取  NO_TEXT 没有可读的文字，可能是图片或者扫描件  "
      "文件或者其中的一部分无法读取，内容未经检查，须由人查看。 [UNREADABLE]\n"
      "名单.xlsx#core.xml:1:1  提示  文件属性  文件属性中有作者、单位或者保存路径。 "
      "[PROPERTY]\n\n");
  EXPECT_THAT(Printed(Workbook(), {}), Not(HasSubstr("PROPERTY")));
  EXPECT_THAT(Printed({.name = "a.txt"}, {}), IsEmpty());
}

TEST(LeakViewTest, ColoursTheSeverityAtATerminal) {
  const LeakStyle style{.terminal = {.interactive = true, .colour = true}};
  EXPECT_THAT(Printed(Workbook(), style), HasSubstr("\x1B[31mBLOCK\x1B[0m"));
  EXPECT_THAT(Printed(Workbook(), style), HasSubstr("\x1B[33mWARN\x1B[0m"));
}

TEST(LeakViewTest, PrintsNoPartThatMovesTheCursor) {
  CheckedFile file = Workbook();
  file.report.findings[1].part = "a\x1B[2J\nb";
  EXPECT_THAT(Printed(file, {}), HasSubstr("名单.xlsx#a\uFFFD[2J b:1:1"));
}

TEST(LeakViewTest, SumsUpAllFiles) {
  const std::vector<CheckedFile> files = {
      Workbook(), Workbook(), {.name = "x", .problem = FileProblem{"USAGE", {"no", "无"}}}};
  std::ostringstream out;
  PrintLeakSummary(files, {.shows_info = true}, out);
  PrintLeakSummary(files, {.language = Language::kChinese}, out);
  EXPECT_EQ(out.str(),
            "3 files, 1 of them not done: 4 BLOCK, 4 WARN, 2 INFO\n"
            "3个文件，其中1个未能处理：禁止公开4处，须核实4处；另有提示2处（--info 列出）\n");
}

TEST(LeakJsonTest, NamesThePart) {
  const CheckedFile file = Workbook();
  const json findings = Json(file)["files"][0]["findings"];
  std::vector<std::string> parts;
  for (const json& finding : findings) parts.push_back(finding["part"]);
  EXPECT_THAT(parts, testing::ElementsAre("", "Sheet2", "Sheet2", "core.xml", "image1.png"));
}

TEST(LeakJsonTest, IsUtf8WhateverTheNameOfAFileIs) {
  const CheckedFile file{.name = "\xFF.txt"};
  EXPECT_EQ(Json(file)["files"][0]["file"], "\uFFFD.txt");
  EXPECT_FALSE(Sarif(file).is_discarded());
}

TEST(LeakSarifTest, HasARegionForTheTextOfTheFileOnly) {
  const CheckedFile file = Workbook();
  const json log = Sarif(file, Language::kChinese);
  const json& run = log["runs"][0];
  EXPECT_EQ(run["tool"]["driver"]["version"], "1.2.3");
  EXPECT_EQ(run["tool"]["driver"]["language"], "zh-CN");
  ASSERT_EQ(run["results"].size(), 5U);
  const json& shown = run["results"][0]["locations"][0];
  EXPECT_EQ(shown["physicalLocation"]["artifactLocation"]["uri"], "%E5%90%8D%E5%8D%95.xlsx");
  EXPECT_EQ(shown["physicalLocation"]["region"]["startLine"], 2);
  EXPECT_FALSE(shown.contains("logicalLocations"));
  EXPECT_EQ(run["results"][0]["message"]["text"], "138****8000：手机号码。");
  const json& hidden = run["results"][2]["locations"][0];
  EXPECT_FALSE(hidden["physicalLocation"].contains("region"));
  EXPECT_EQ(hidden["logicalLocations"][0]["fullyQualifiedName"], "Sheet2");
  EXPECT_TRUE(run["invocations"][0]["executionSuccessful"].get<bool>());
}

TEST(LeakSarifTest, NamesFilesAsReferences) {
  for (const auto& [name, uri] : std::vector<std::pair<std::string, std::string>>{
           {"-", "stdin"},
           {"a/b-c_d.~1.md", "a/b-c_d.~1.md"},
           {"a:b?#%.md", "a%3Ab%3F%23%25.md"},
           {"/tmp/a b", "file:///tmp/a%20b"},
           {"https://a.gov.cn/年?a=%20&b", "https://a.gov.cn/%E5%B9%B4?a=%20&b"}}) {
    const CheckedFile file{.name = name, .problem = FileProblem{"USAGE", {"no", "无"}}};
    const json log = Sarif(file);
    const json& told = log["runs"][0]["invocations"][0]["toolExecutionNotifications"][0];
    EXPECT_EQ(told["locations"][0]["physicalLocation"]["artifactLocation"]["uri"], uri);
  }
}

std::string Csv(const CheckedFile& file, Language language = Language::kEnglish,
                bool shows_info = false) {
  return Written(file, [&](std::ostream& out) { return LeakCsvWriter(out, language, shows_info); });
}

TEST(LeakCsvTest, HasARowForEachFindingThatMustBeLookedAt) {
  EXPECT_EQ(Csv(Workbook(), Language::kChinese),
            "\xEF\xBB\xBF\"文件或者网址\",\"部分\",\"行\",\"列\",\"严重程度\",\"类别\","
            "\"摘录（已掩码）\",\"理由\","
            "\"规则\",\"处理情况\"\r\n"
            "\"名单.xlsx\",\"\",\"2\",\"3\",\"禁止公开\",\"手机号码\",\"138****8000\","
            "\"手机号码。\",\"MOBILE\",\"\"\r\n"
            "\"名单.xlsx\",\"Sheet2\",\"1\",\"1\",\"须核实\",\"隐藏内容\",\"\","
            "\"文件中读者看不到、但可以恢复显示的内容："
            "隐藏的工作表、行、列或者文字。\",\"HIDDEN_TEXT\",\"\"\r\n"
            "\"名单.xlsx\",\"Sheet2\",\"1\",\"1\",\"禁止公开\",\"手机号码\",\"139****9000\","
            "\"手机号码。\",\"MOBILE\",\"\"\r\n"
            "\"名单.xlsx\",\"image1.png\",\"1\",\"1\",\"须核实\",\"无法读取\",\"NO_TEXT "
            "没有可读的文字，可能是图片或者扫描件\","
            "\"文件或者其中的一部分无法读取，内容未经检查，须由人查看。\",\"UNREADABLE\",\"\"\r\n");
  EXPECT_THAT(Csv(Workbook(), Language::kEnglish, true), HasSubstr("\"INFO\""));
}

TEST(LeakCsvTest, HasARowForAFileThatWasNotChecked) {
  EXPECT_THAT(Csv({.name = "x", .problem = FileProblem{"USAGE", {"no", "无"}}}),
              testing::EndsWith(
                  "\r\n\"x\",\"\",\"\",\"\",\"NOT CHECKED\",\"\",\"\",\"no\",\"USAGE\",\"\"\r\n"));
}

TEST(LeakCsvTest, HasNoFormulaAndNoLineBreakInACell) {
  for (const std::string begin :
       {"=", "+", "-", "@", "\t=", "\r=", "\xEF\xBC\x9D", "\xEF\xBC\x8B"}) {
    CheckedFile file = Workbook();
    file.name = begin + "cmd|' /c calc'!A1\n\"x";
    const std::string table = Csv(file);
    EXPECT_THAT(table, Not(HasSubstr("\n\"" + begin))) << begin;
    EXPECT_THAT(table, Not(HasSubstr("\"="))) << begin;
    EXPECT_EQ(std::count(table.begin(), table.end(), '\n'), 5) << begin;
    EXPECT_THAT(table, HasSubstr("A1 \"\"x\"")) << begin;
  }
}

}  // namespace
}  // namespace gongkai::cli
