// check --site DIR: a whole folder, such as a copy of an old website.
#include <gmock/gmock.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tests/services/cli/program.h"

namespace gongkai::cli {
namespace {

using nlohmann::json;
using support::TestFolder;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

constexpr char kBlock[] = "<p>电话：138 0013 8000</p>\n";
constexpr char kWarn[] = "车辆冀E12345。\n";

class SiteTest : public testing::Test {
 protected:
  void Write(const std::string& path, std::string_view bytes) const {
    std::filesystem::create_directories((site_ / path).parent_path());
    support::WriteFile(site_ / path, bytes);
  }

  Outcome Check(std::vector<std::string> arguments = {}) const {
    arguments.insert(arguments.begin(), {"check", "--site", site_.path()});
    return RunGongkai(arguments);
  }

  // Returns the names in the list, in its order.
  std::vector<std::string> Listed(const std::vector<std::string>& arguments = {"--json"}) const {
    std::vector<std::string> names;
    const json shown = json::parse(Check(arguments).out);
    for (const json& file : shown["files"]) names.push_back(file["file"]);
    return names;
  }

  TestFolder site_;
};

TEST_F(SiteTest, GivesAListToWorkOffTheWorstFirst) {
  Write("2020/plate.txt", kWarn);
  Write("2021/two.html", std::string(kBlock) + kBlock);
  Write("a.html", kBlock);
  Write("clean.html", "<p>年报</p>");
  Write("logo.png", "\x89PNG\r\n\x1A\n");
  const Outcome outcome = Check();
  EXPECT_EQ(outcome.exit_code, 10);
  EXPECT_EQ(
      outcome.out,
      "Must not be public: 2\n\n"
      "2021/two.html:1:7  BLOCK  MOBILE  138****8000  A mobile telephone number. [MOBILE]\n"
      "2021/two.html:2:7  BLOCK  MOBILE  138****8000  A mobile telephone number. [MOBILE]\n\n"
      "a.html:1:7  BLOCK  MOBILE  138****8000  A mobile telephone number. [MOBILE]\n\n"
      "A person must look at it: 1\n\n"
      "2020/plate.txt:1:3  WARN  PLATE  冀E*****  The plate number of a vehicle. [PLATE]\n\n"
      "Cannot be read; a person must look at it: 1\n\n"
      "logo.png:1:1  WARN  UNREADABLE  NO_TEXT 没有可读的文字，可能是图片或者扫描件  A file, or "
      "a part of one, could not be read, so that nothing is known of what it holds. A person "
      "must look at it. [UNREADABLE]\n\n"
      "5 items: 2 BLOCK, 0 not checked, 1 WARN, 1 unreadable\n");
  EXPECT_EQ(outcome.err, "error: LEAK: 3 of BLOCK: must not become public\n");
}

TEST_F(SiteTest, TalksChinese) {
  Write("a.html", kBlock);
  std::filesystem::create_symlink("/etc/hostname", site_ / "b");
  const Outcome outcome = Check({"--lang", "zh"});
  EXPECT_EQ(outcome.out,
            "禁止公开，请先处理：1\n\n"
            "a.html:1:7  禁止公开  手机号码  138****8000  手机号码。 [MOBILE]\n\n"
            "未能检查：1\n\n"
            "b：符号链接指向文件夹以外，所指的内容没有检查 [LINK_LEADS_OUT]\n\n"
            "共2项：1项禁止公开，1项未能检查，0项须核实，0项无法读取\n");
}

TEST_F(SiteTest, ExitsByTheWorst) {
  EXPECT_EQ(Check().exit_code, 0);
  Write("clean.html", "年报");
  Write("info.html", "电话0319-2345678");
  EXPECT_EQ(Check().exit_code, 0);
  Write("warn.html", kWarn);
  EXPECT_EQ(Check().exit_code, 9);
  std::filesystem::create_symlink("/etc/hostname", site_ / "out");
  const Outcome failed = Check();
  EXPECT_EQ(failed.exit_code, 2);
  EXPECT_EQ(failed.err, "error: NOT_ALL_FILES: 1 of 4 items could not be checked\n");
  Write("block.html", kBlock);
  EXPECT_EQ(Check().exit_code, 10);
}

TEST_F(SiteTest, PassesNothingThatItCannotRead) {
  Write("a.html", "年报");
  Write("closed/b.html", "年报");
  std::filesystem::create_symlink("/etc", site_ / "etc");
  std::filesystem::create_symlink("/etc/hostname", site_ / "hostname");
  ASSERT_EQ(::mkfifo((site_ / "pipe").c_str(), 0600), 0);
  const int socket = ::socket(AF_UNIX, SOCK_STREAM, 0);
  sockaddr_un address{.sun_family = AF_UNIX};
  (site_ / "socket").string().copy(address.sun_path, sizeof address.sun_path - 1);
  ASSERT_EQ(::bind(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
  ::close(socket);
  const json shown = json::parse(Check({"--json"}).out);
  std::vector<std::string> told;
  for (const json& file : shown["files"]) {
    if (file.contains("error")) {
      told.push_back(file["file"].get<std::string>() + " " +
                     file["error"]["reason"].get<std::string>());
    }
  }
  EXPECT_THAT(told, ElementsAre("etc LINK_LEADS_OUT", "hostname LINK_LEADS_OUT", "pipe CANNOT_READ",
                                "socket CANNOT_READ"));
}

TEST_F(SiteTest, TellsAFolderThatItMayNotRead) {
  Write("closed/b.html", kBlock);
  Write("closed.html", kBlock);
  ::chmod((site_ / "closed").c_str(), 0);
  ::chmod((site_ / "closed.html").c_str(), 0);
  // Root may read all, unless it gives that up.
  const std::string without_rights =
      ::getuid() == 0 ? "setpriv --bounding-set=-dac_override,-dac_read_search " : "";
  const Outcome outcome =
      RunShell(without_rights + "gongkai check --site " + site_.path().string());
  ::chmod((site_ / "closed").c_str(), 0700);
  EXPECT_EQ(outcome.exit_code, 2) << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr("closed/: Permission denied [CANNOT_READ]\n"
                                     "closed.html: Permission denied [CANNOT_READ]\n"));
}

TEST_F(SiteTest, FollowsNoLinkWithinTheFolder) {
  Write("a/b.html", kBlock);
  std::filesystem::create_symlink("b.html", site_ / "a/again.html");
  std::filesystem::create_symlink(site_.path(), site_ / "a/up");
  std::filesystem::create_symlink(site_ / "a", site_ / "absolute");
  std::filesystem::create_symlink("circle", site_ / "circle");
  std::filesystem::create_symlink("nowhere", site_ / "dangling");
  EXPECT_THAT(Listed(), ElementsAre("a/b.html"));
}

TEST_F(SiteTest, ReadsWhatStandsBehindALinkToTheFolder) {
  Write("a.html", kBlock);
  const TestFolder other;
  std::filesystem::create_symlink(site_.path(), other / "link");
  EXPECT_EQ(RunGongkai({"check", "--site", other / "link"}).exit_code, 10);
}

TEST_F(SiteTest, ReadsFilesWhateverTheirNames) {
  Write(".git/config", kBlock);
  Write("\xC4\xEA\xB1\xA8.html", kBlock);  // 年报 in GBK
  Write("年报 2021.html", kBlock);
  Write("-rf", kBlock);
  Write("a\n\x1B[31mb", kBlock);
  const Outcome outcome = Check();
  EXPECT_THAT(outcome.out,
              AllOf(HasSubstr("\n.git/config:1:7  BLOCK"), HasSubstr("\n-rf:1:7  BLOCK"),
                    HasSubstr("\n\\xC4\\xEA\\xB1\\xA8.html:1:7  BLOCK"),
                    HasSubstr("\n年报 2021.html:1:7  BLOCK"), Not(HasSubstr("\x1B"))));
  EXPECT_THAT(Listed(), ElementsAre("-rf", ".git/config", "a\n\x1B[31mb",
                                    "\\xC4\\xEA\\xB1\\xA8.html", "年报 2021.html"));
}

TEST_F(SiteTest, FindsValuesInNamesAndMasksThem) {
  Write("13800138000/a.html", "年报");
  Write("13811118000.html", "年报");
  Write("13822228000.html", "年报");
  const Outcome outcome = Check();
  EXPECT_EQ(outcome.exit_code, 10);
  EXPECT_THAT(outcome.out,
              AllOf(HasSubstr("138****8000/a.html#(name):1:1  BLOCK  MOBILE  138****8000"),
                    HasSubstr("138****8000.html#(name):1:1"),
                    HasSubstr("138****8000.html (2)#(name):1:1")));
  for (const char* format : {"--json", "--sarif", "--csv", "--info"}) {
    const Outcome told = Check({format});
    for (const char* secret : {"13800138000", "13811118000", "13822228000"}) {
      EXPECT_THAT(told.out + told.err, Not(HasSubstr(secret))) << format;
    }
  }
}

TEST_F(SiteTest, ReadsPagesAsABrowserShowsThem) {
  Write("cut.html", "<html><p>手机<span>138</span><span lang=en>0013</span>8000</p></html>");
  Write("gbk.html", "<html><!-- \xC4\xEA\xB1\xA8 --><p>138<b>0013</b>8000</p></html>");
  Write("plain.html", "<html><!-- menu --><div style='display:none'>菜单</div>年报</html>");
  Write("both.html", "<html><a href='tel:13800138000'>13800138000</a></html>");
  const json shown = json::parse(Check({"--json"}).out);
  std::vector<std::string> told;
  for (const json& file : shown["files"]) {
    told.push_back(file["file"].get<std::string>() + " " + std::to_string(file["findings"].size()));
  }
  EXPECT_THAT(told, ElementsAre("both.html 2", "cut.html 1", "gbk.html 1", "plain.html 0"));
}

TEST_F(SiteTest, PrintsATableForASpreadsheet) {
  Write("a.html", kBlock);
  std::filesystem::create_symlink("/etc", site_ / "=etc");
  const Outcome outcome = Check({"--csv", "--lang", "zh"});
  EXPECT_EQ(outcome.exit_code, 10);
  EXPECT_THAT(
      outcome.out,
      AllOf(StartsWith("\xEF\xBB\xBF\"文件或者网址\","),
            HasSubstr("\r\n\"a.html\",\"\",\"1\",\"7\",\"禁止公开\",\"手机号码\",\"138****8000\","),
            HasSubstr("\r\n\"'=etc\",\"\",\"\",\"\",\"未检查\"")));
}

TEST_F(SiteTest, ShowsTheFirstFindingsOfAFileAndHowManyThereAre) {
  std::string list;
  for (int i = 0; i < 100; ++i) list += "13800138000\n";
  Write("list.txt", list);
  Write("plate.txt", kWarn);
  const Outcome outcome = Check();
  EXPECT_THAT(outcome.out, AllOf(HasSubstr("list.txt:20:1  BLOCK"), Not(HasSubstr("list.txt:21:1")),
                                 HasSubstr("list.txt: 80 more (--csv and --json list all)\n\n")));
  EXPECT_EQ(json::parse(Check({"--json"}).out)["files"][0]["findings"].size(), 100U);
}

TEST_F(SiteTest, PrintsSarif) {
  Write("年报.html", kBlock);
  std::filesystem::create_symlink("/etc", site_ / "etc");
  const json run = json::parse(Check({"--sarif"}).out).at("runs").at(0);
  const json& place = run.at("results").at(0).at("locations").at(0).at("physicalLocation");
  EXPECT_EQ(place.at("artifactLocation").at("uri"), "%E5%B9%B4%E6%8A%A5.html");
  EXPECT_EQ(run.at("invocations").at(0).at("executionSuccessful"), false);
}

TEST(SiteUsage, IsRefusedWithTwoAndAReason) {
  const TestFolder folder;
  support::WriteFile(folder / "list", "http://127.0.0.1/\n");
  const std::string list = folder / "list";
  struct Wrong {
    std::vector<std::string> arguments;
    std::string said;
  };
  for (const auto& [arguments, said] : std::vector<Wrong>{
           {{}, "FILE or --site is required"},
           {{"--site", "/nowhere"}, "cannot read /nowhere: No such file or directory"},
           {{"--site", "https://www.example.gov.cn/"}, "takes a folder or a file, not an address"},
           {{"--site", list, list}, "FILE excludes --site"},
           {{"--site", list, "--redact", "-o", "x"}, "--redact excludes --site"},
           {{"--site", list, "--rate", "0"}, "--rate"},
           {{"--site", list, "--rate", "nan"}, "--rate"},
           {{"--site", list, "--csv", "--sarif"}, "--csv"},
           {{"--state", "x", list}, "--state goes with --site or --list"},
           {{"--state", "x"}, "FILE or --site is required"},
           {{"--list"}, "--list requires --state"},
           {{"--list", "--state", folder / "none"}, "there is no state file"},
           {{"--list", "--state", "x", "--site", list}, "--site excludes --list"},
           {{"--site", folder.path(), "--state", folder / "state"}, "would lie in the site itself"},
           {{"--site", folder.path(), "--state", folder / "new/state"},
            "would lie in the site itself"},
           {{"--site", list, "--state", folder.path()}, "as the state file"},
           {{"--site", list, "--state", "/dev/null"}, "not a regular file"},
           {{"--site", list, "--state", list}, "it holds something else"},
       }) {
    std::vector<std::string> command = {"check"};
    command.insert(command.end(), arguments.begin(), arguments.end());
    const Outcome outcome = RunGongkai(command);
    EXPECT_EQ(outcome.exit_code, 2) << said;
    EXPECT_THAT(outcome.err, AllOf(StartsWith("error: USAGE: "), HasSubstr(said)));
    EXPECT_EQ(outcome.out, "") << said;
  }
  EXPECT_EQ(support::ReadFile(list), "http://127.0.0.1/\n");
}

}  // namespace
}  // namespace gongkai::cli
