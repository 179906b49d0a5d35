// check: the leak check of files, without any service.
#include <gmock/gmock.h>

#include <iterator>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tests/services/cli/program.h"

namespace gongkai::cli {
namespace {

using nlohmann::json;
using support::TestFolder;
using support::WriteFile;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

constexpr char kBlock[] = "# 通知\n\n电话：138 0013 8000，办公电话0319-2345678。\n车辆冀E12345。\n";
constexpr char kWarn[] = "车辆冀E12345。\n";
constexpr char kInfo[] = "电话0319-2345678\n";
constexpr char kClean[] = "年度报告\n";

class CheckTest : public testing::Test {
 protected:
  // Writes the file, and returns its path.
  std::string File(const std::string& name, std::string_view bytes) const {
    WriteFile(folder_ / name, bytes);
    return folder_ / name;
  }

  TestFolder folder_;
};

TEST_F(CheckTest, ListsFindingsTheMostSevereFirst) {
  const std::string name = File("a.md", kBlock);
  const Outcome outcome = RunGongkai({"check", name});
  EXPECT_EQ(outcome.exit_code, 10);
  EXPECT_EQ(outcome.out,
            name + ":3:4  BLOCK  MOBILE  138****8000  A mobile telephone number. [MOBILE]\n" +
                name + ":4:3  WARN  PLATE  冀E*****  The plate number of a vehicle. [PLATE]\n\n" +
                "1 file: 1 BLOCK, 1 WARN; 1 more of INFO (--info lists them)\n");
  EXPECT_EQ(outcome.err, "error: LEAK: 1 of BLOCK: must not become public\n");
}

TEST_F(CheckTest, TalksChinese) {
  const std::string name = File("a.md", kBlock);
  const Outcome outcome = RunGongkai({"check", "--info", name}, {"LANG=zh_CN.UTF-8"});
  EXPECT_EQ(outcome.out, name + ":3:4  禁止公开  手机号码  138****8000  手机号码。 [MOBILE]\n" +
                             name + ":4:3  须核实  车牌号码  冀E*****  车牌号码。 [PLATE]\n" +
                             name +
                             ":3:22  提示  固定电话  0319*****78  固定电话。单位电话可以公开。 "
                             "[LANDLINE]\n\n1个文件：禁止公开1处，须核实1处，提示1处\n");
  EXPECT_EQ(outcome.err, "错误：LEAK：禁止公开的有1处，不得公开\n");
}

TEST_F(CheckTest, ExitsByTheWorst) {
  const std::string block = File("block.md", kBlock);
  const std::string warn = File("warn.csv", kWarn);
  const std::string info = File("info.html", kInfo);
  const std::string clean = File("clean.txt", kClean);
  const std::string empty = File("empty.txt", "");
  const std::string missing = folder_ / "missing.txt";
  constexpr const char* kFormats[] = {"--info", "--json", "--sarif"};
  std::size_t run = 0;
  for (const auto& [files, code] : std::vector<std::pair<std::vector<std::string>, int>>{
           {{clean}, 0},
           {{empty}, 0},
           {{info, clean}, 0},
           {{warn}, 9},
           {{clean, warn, info}, 9},
           {{missing}, 2},
           {{missing, clean}, 2},
           {{missing, warn}, 2},
           {{block}, 10},
           {{missing, block, warn}, 10},
       }) {
    std::vector<std::string> arguments = {"check", kFormats[run++ % std::size(kFormats)]};
    arguments.insert(arguments.end(), files.begin(), files.end());
    EXPECT_EQ(RunGongkai(arguments).exit_code, code) << testing::PrintToString(arguments);
  }
}

TEST_F(CheckTest, ChecksTheOtherFilesWhereOneCannotBeRead) {
  const std::string missing = folder_ / "missing.txt";
  const std::string warn = File("warn.csv", kWarn);
  const Outcome outcome = RunGongkai({"check", missing, folder_.path(), warn});
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_THAT(outcome.out, AllOf(HasSubstr(warn + ":1:3  WARN  PLATE"),
                                 HasSubstr("3 files, 2 of them not done: 0 BLOCK, 1 WARN\n")));
  EXPECT_EQ(outcome.err, "error: USAGE: cannot read " + missing +
                             ": No such file or directory\nerror: USAGE: cannot read " +
                             folder_.path().string() + ": Is a directory\n" +
                             "error: NOT_ALL_FILES: 2 of 3 files could not be done\n");
  const json shown = json::parse(RunGongkai({"check", "--json", missing, warn}).out);
  EXPECT_EQ(shown["files"][0]["error"]["reason"], "USAGE");
  EXPECT_EQ(shown["files"][0]["error"]["message"]["zh"], "不能读取 " + missing + "：没有这个文件");
  EXPECT_EQ(shown["files"][1]["findings"][0]["rule"], "PLATE");
}

TEST_F(CheckTest, ReadsStandardInputAndPipes) {
  const std::string name = File("a.md", kBlock);
  for (const std::string& command :
       std::vector<std::string>{"gongkai check - <" + name, "cat " + name + " | gongkai check -",
                                "gongkai check <(cat " + name + ")"}) {
    const Outcome outcome = RunShell(command);
    EXPECT_EQ(outcome.exit_code, 10) << command;
    EXPECT_THAT(outcome.out, HasSubstr(":3:4  BLOCK  MOBILE")) << command;
  }
  EXPECT_THAT(RunShell("gongkai check /dev/zero").err,
              HasSubstr("cannot read /dev/zero: not a regular file"));
}

TEST_F(CheckTest, PassesNothingThatItCannotRead) {
  for (const std::string_view bytes : std::vector<std::string_view>{
           "%PDF-1.7\n1 0 obj\n", "\n\n%PDF-1.7\n", "%!PS-Adobe-3.0\n", "PK\x03\x04",
           "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "\x89PNG\r\n\x1A\n", "\xFF\xD8\xFF\xE0"}) {
    const std::string name = File("file", bytes);
    const Outcome outcome = RunGongkai({"check", name});
    EXPECT_EQ(outcome.exit_code, 9) << bytes;
    EXPECT_THAT(outcome.out, StartsWith(name + ":1:1  WARN  UNREADABLE  ")) << bytes;
  }
}

TEST_F(CheckTest, ReadsTextInOtherEncodings) {
  // GB18030 and UTF-16: "手机 13800138000".
  const std::string gb = "\xCA\xD6\xBB\xFA 13800138000\n";
  std::string utf16 = "\xFF\xFE";
  for (const char c : std::string_view("tel 13800138000\n")) utf16 += {c, '\0'};
  for (const std::string& bytes : {gb, utf16}) {
    const Outcome outcome = RunGongkai({"check", File("file.txt", bytes)});
    EXPECT_EQ(outcome.exit_code, 10);
    EXPECT_THAT(outcome.out, HasSubstr("MOBILE"));
  }
}

TEST_F(CheckTest, PrintsJson) {
  const Outcome outcome = RunGongkai({"check", "--json", File("a.md", kBlock)});
  const json shown = json::parse(outcome.out);
  EXPECT_EQ(shown.at("rulesVersion"), 1);
  const json& file = shown.at("files").at(0);
  EXPECT_EQ(file.at("file"), (folder_ / "a.md").string());
  EXPECT_EQ(file.at("hasMore"), false);
  EXPECT_FALSE(file.contains("error"));
  ASSERT_EQ(file.at("findings").size(), 3U);  // with INFO
  EXPECT_EQ(file.at("findings").at(0), json::parse(R"json({
    "part": "", "rule": "MOBILE", "kind": "MOBILE", "severity": "BLOCK", "confidence": "HIGH",
    "line": 3, "column": 4, "byteBegin": 19, "byteEnd": 32, "excerpt": "138****8000",
    "why": {"en": "A mobile telephone number.", "zh": "手机号码。"}})json"));
}

TEST_F(CheckTest, PrintsSarif) {
  const std::string name = File("年 报.md", kBlock);
  const std::string pdf = File("a.pdf", "%PDF-1.7");
  const std::string missing = folder_ / "missing";
  const json log = json::parse(RunGongkai({"check", "--sarif", name, pdf, missing}).out);
  EXPECT_EQ(log.at("version"), "2.1.0");
  const json& run = log.at("runs").at(0);
  EXPECT_EQ(run.at("columnKind"), "unicodeCodePoints");
  const json& driver = run.at("tool").at("driver");
  EXPECT_EQ(driver.at("name"), "gongkai");
  for (const json& rule : driver.at("rules")) {
    EXPECT_FALSE(rule.at("id").get<std::string>().empty());
    EXPECT_FALSE(rule.at("shortDescription").at("text").get<std::string>().empty());
    EXPECT_FALSE(rule.contains("helpUri"));
  }
  std::vector<std::string> levels;
  for (const json& result : run.at("results")) {
    levels.push_back(result.at("level"));
    EXPECT_EQ(driver.at("rules").at(result.at("ruleIndex").get<std::size_t>()).at("id"),
              result.at("ruleId"));
    EXPECT_FALSE(result.at("message").at("text").get<std::string>().empty());
  }
  EXPECT_THAT(levels, ElementsAre("error", "note", "warning", "warning"));
  const json& place = run.at("results").at(0).at("locations").at(0).at("physicalLocation");
  EXPECT_EQ(place.at("artifactLocation").at("uri"),
            "file://" + folder_.path().string() + "/%E5%B9%B4%20%E6%8A%A5.md");
  EXPECT_EQ(place.at("region"), json::parse(R"json(
      {"startLine": 3, "startColumn": 4, "byteOffset": 19, "byteLength": 13})json"));
  const json& unread = run.at("results").at(3).at("locations").at(0).at("physicalLocation");
  EXPECT_FALSE(unread.contains("region"));
  const json& invocation = run.at("invocations").at(0);
  EXPECT_EQ(invocation.at("executionSuccessful"), false);
  EXPECT_THAT(invocation.at("toolExecutionNotifications").at(0).at("message").at("text"),
              "cannot read " + missing + ": No such file or directory");
}

TEST_F(CheckTest, SaysWhereItListsNotAll) {
  std::string text;
  for (int i = 0; i < 10'001; ++i) text += kInfo;
  const std::string name = File("long.txt", text);
  const Outcome outcome = RunGongkai({"check", name});
  EXPECT_EQ(outcome.exit_code, 10);
  EXPECT_THAT(outcome.out, HasSubstr(": there is more; only the first findings are listed"));
  EXPECT_THAT(outcome.err, HasSubstr("there is more than is listed"));
  EXPECT_EQ(json::parse(RunGongkai({"check", "--json", name}).out)["files"][0]["hasMore"], true);
}

TEST_F(CheckTest, PrintsNoTerminalCodes) {
  const std::string name = File("a\x1B[31m.md", kBlock);
  EXPECT_THAT(RunGongkai({"check", name}).out, Not(HasSubstr("\x1B")));
}

// A text with values of each kind, and the parts of them that may be shown nowhere.
constexpr char kSecrets[] =
    "张建国 11010519491231002X 电话13800138000\n110105491231002\n卡号6217000000000000004\n"
    "账号：1301012345678\n护照E12345678\n通行证C12345678\n车辆冀E12345\n"
    "家庭住址：某县青龙乡青龙村3组12号\nzhangsan@163.com\n微信号：zhang_san88\n"
    "（2022）冀0591民初123号\n部队位于北纬37.068123\n秘密★启用前\n92350100M000100Y40\n"
    "住宅电话0319-2345678\n";
constexpr const char* kShownNowhere[] = {
    "建国",    "9491231", "00138", "54912310", "621700", "1301012", "123456", "12345",
    "3组12号", "hangs",   "hang_", "民初",     "37.06",  "启用前",  "350100", "23456"};

TEST_F(CheckTest, ShowsNoValueInAnyFormat) {
  const std::string name = File("secret.md", kSecrets);
  const std::string copy = folder_ / "copy.md";
  for (const std::vector<std::string>& arguments : std::vector<std::vector<std::string>>{
           {"check", "--info", name},
           {"--lang", "zh", "check", "--info", name},
           {"check", "--json", name},
           {"check", "--sarif", name},
           {"check", "--redact", "--force", "-o", copy, name},
           {"check", "--redact", "--force", "-o", copy, "--json", name},
       }) {
    const Outcome outcome = RunGongkai(arguments);
    EXPECT_EQ(outcome.exit_code, 10);
    EXPECT_THAT(outcome.out, HasSubstr("秘密★…"));
    for (const char* secret : kShownNowhere) {
      EXPECT_THAT(outcome.out + outcome.err, Not(HasSubstr(secret)))
          << testing::PrintToString(arguments);
    }
  }
  const std::string masked = support::ReadFile(copy);
  for (const std::string secret : kShownNowhere) {
    EXPECT_EQ(masked.find(secret) != std::string::npos, secret == "启用前")
        << secret;  // of the mark
  }
}

}  // namespace
}  // namespace gongkai::cli
