// The program as it stands alone: no service is there.
#include "tests/services/cli/program.h"

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>
#include <sstream>

#include "tests/support/test_certificates.h"

namespace gongkai::cli {
namespace {

using support::TestCertificates;
using support::TestFolder;
using support::WriteFile;
using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;

using Words = std::vector<std::string>;

constexpr char kNowhere[] = "localhost:1";  // nobody listens on it

std::vector<std::string> LinesOf(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

std::vector<std::string> Complete(Words words) {
  words.insert(words.begin(), "__complete");
  return LinesOf(RunGongkai(words).out);
}

// Calls `visit` with every command of the tree below `command`.
void ForEachCommand(const Words& command, const std::function<void(const Words&)>& visit) {
  Words next = command;
  next.emplace_back();
  for (const std::string& name : Complete(next)) {
    next.back() = name;
    visit(next);
    ForEachCommand(next, visit);
  }
}

TEST(Help, OfEveryCommandShowsHowItIsUsed) {
  int commands = 0;
  ForEachCommand({}, [&](Words command) {
    std::string name = "gongkai";
    for (const std::string& word : command) name += " " + word;
    command.push_back("--help");
    const Outcome help = RunGongkai(command);
    EXPECT_EQ(help.exit_code, 0) << name;
    EXPECT_THAT(help.out, AllOf(HasSubstr("Usage: " + name), HasSubstr("Examples:\n  "))) << name;
    ++commands;
  });
  EXPECT_GE(commands, 39);
}

TEST(Help, ListsTheExitCodes) {
  const Outcome help = RunGongkai({"--help"});
  EXPECT_EQ(help.exit_code, 0);
  for (const char* code : {"  0  ", "  1  ", "  2  ", "  3  ", "  4  ", "  5  ", "  6  ", "  7  ",
                           "  8  ", "  9  ", " 10  "}) {
    EXPECT_THAT(help.out, HasSubstr(code));
  }
}

TEST(Help, IsShownToWhoeverLooksAround) {
  const Outcome root = RunGongkai({});
  EXPECT_EQ(root.exit_code, 2);
  EXPECT_THAT(root.err, HasSubstr("Usage: gongkai [OPTIONS] SUBCOMMAND"));
  const Outcome group = RunGongkai({"task"});
  EXPECT_EQ(group.exit_code, 2);
  EXPECT_THAT(group.err, HasSubstr("Usage: gongkai task [OPTIONS] SUBCOMMAND"));
}

struct WrongUse {
  Words arguments;
  std::string said;
};

TEST(Usage, IsRefusedWithTwoAndAReason) {
  const TestFolder folder;
  WriteFile(folder / "text.md", "# 年报\n");
  const std::string text = folder / "text.md";
  for (const auto& [arguments, said] : std::vector<WrongUse>{
           {{"reprot"}, "`gongkai` has no command `reprot`"},
           {{"report", "crate"}, "`gongkai report` has no command `crate`"},
           {{"--bad"}, "`gongkai` has no option `--bad`"},
           {{"report", "create"}, "FILE is required"},
           {{"report", "create", text, "--bad"}, "--bad"},
           {{"report", "create", text, "--kind", "novel"}, "`novel` is none of {annual-report,"},
           {{"report", "create", text, "--planned", "soon"}, "`soon` is no time such as"},
           {{"report", "create", "/nowhere.md"}, "cannot read /nowhere.md"},
           {{"report", "create", text, "--attach", "/nowhere.pdf"}, "cannot read /nowhere.pdf"},
           {{"report", "edit", "x", "--server", kNowhere}, "no certificate"},
           {{"report", "edit", "x", "--planned", "2026-01-01", "--not-planned"}, "--not-planned"},
           {{"report", "withdraw", "x"}, "--reason is required"},
           {{"report", "list", "--limit", "0"}, "--limit"},
           {{"report", "list", "--timeout", "0"}, "--timeout"},
           {{"report", "list", "--timeout", "nan"}, "--timeout"},
           {{"report", "download", "x", "-o", "/nowhere"}, "/nowhere"},
           {{"task", "show", "x", "--stage", "third"},
            "`third` is none of {legal,secrecy,endorsement,signature}"},
           {{"task", "withhold", "x", "--reason", "r"}, "--ground is required"},
           {{"audit", "proof", "1", "--root", "00"}, "--tree-size"},
           {{"audit", "consistency", "0"}, "FIRST"},
           {{"audit", "consistency", "1", "--root", "00"}, "--root 00 is not 64"},
           {{"completion", "tcsh"}, "tcsh"},
           {{"report", "list"}, "no address of intake"},
           {{"report", "list", "--server", kNowhere}, "no certificate"},
           {{"report", "list", "--server", kNowhere, "--certificates", "/nowhere"},
            "cannot read /nowhere/"},
           {{"health"}, "no address of any service"},
       }) {
    const Outcome outcome = RunGongkai(arguments);
    EXPECT_EQ(outcome.exit_code, 2) << said;
    EXPECT_THAT(outcome.err, AllOf(StartsWith("error: USAGE: "), HasSubstr(said)));
    EXPECT_EQ(outcome.out, "") << said;
  }
}

TEST(Usage, TellsHowToNameACertificateAndAnAddress) {
  EXPECT_THAT(RunGongkai({"report", "list", "--server", kNowhere}).err,
              HasSubstr("hint: --certificates DIR, or GONGKAI_CERTIFICATES in the environment"));
  EXPECT_THAT(RunGongkai({"task", "list"}).err, HasSubstr("hint: --review HOST:PORT"));
}

TEST(Language, IsThatOfTheEnvironment) {
  const std::string english = "error: USAGE: no address of intake\n";
  const std::string chinese = "错误：USAGE：没有 intake 的地址\n";
  for (const auto& [environment, said] : std::vector<std::pair<Words, std::string>>{
           {{}, english},
           {{"LANG=C"}, english},
           {{"LANG=zh_CN.UTF-8"}, chinese},
           {{"LANG=zh"}, chinese},
           {{"LANG=en_US.UTF-8"}, english},
           {{"LANG=C", "LC_MESSAGES=zh_CN.UTF-8"}, chinese},
           {{"LANG=zh_CN.UTF-8", "LC_MESSAGES=C"}, english},
           {{"LANG=zh_CN.UTF-8", "LC_MESSAGES="}, chinese},
           {{"LANG=zh_CN.UTF-8", "LC_MESSAGES=zh_CN.UTF-8", "LC_ALL=C.UTF-8"}, english},
           {{"LANG=C", "LC_ALL=zh_CN.UTF-8"}, chinese},
       }) {
    EXPECT_THAT(RunGongkai({"report", "list"}, environment).err, StartsWith(said))
        << testing::PrintToString(environment);
  }
}

TEST(Language, IsThatOfTheFlagWhereverItStands) {
  EXPECT_THAT(RunGongkai({"--lang", "zh", "report", "list"}).err, StartsWith("错误：USAGE："));
  EXPECT_THAT(RunGongkai({"report", "list", "--lang=zh"}).err, StartsWith("错误：USAGE："));
  EXPECT_THAT(RunGongkai({"report", "list", "--lang", "en"}, {"LANG=zh_CN.UTF-8"}).err,
              StartsWith("error: USAGE: "));
}

TEST(Language, IsThatOfTheFlagForWhatIsWrongBehindIt) {
  EXPECT_EQ(RunGongkai({"--lang", "zh", "reprot"}).err,
            "错误：USAGE：`gongkai` 没有命令 `reprot`\n提示：用法见 `gongkai --help`\n");
  EXPECT_THAT(RunGongkai({"--lang", "zh", "report", "create"}).err,
              StartsWith("错误：USAGE：命令行有误：FILE is required\n"));
}

TEST(Language, IsRefusedUnlessItIsOneOfTheTwo) {
  for (const char* word : {"fr", "ZH", "zh_CN", ""}) {
    const Outcome outcome = RunGongkai({"report", "list", "--lang", word});
    EXPECT_EQ(outcome.exit_code, 2) << word;
    EXPECT_THAT(outcome.err, AllOf(StartsWith("error: USAGE: --lang: "),
                                   HasSubstr("`" + std::string(word) + "` is none of {zh,en}")));
  }
  EXPECT_THAT(RunGongkai({"--lang", "fr", "report", "list"}, {"LANG=zh_CN.UTF-8"}).err,
              StartsWith("错误：USAGE：命令行有误：--lang: `fr` is none of {zh,en}\n"));
}

TEST(Text, ThatIsNotUtf8IsRefusedWithSix) {
  const TestFolder folder;
  WriteFile(folder / "gb.txt", "\xC4\xEA\xB1\xA8");
  const Outcome outcome = RunGongkai({"report", "create", folder / "gb.txt"});
  EXPECT_EQ(outcome.exit_code, 6);
  EXPECT_THAT(outcome.err, AllOf(StartsWith("error: NOT_UTF8: "), HasSubstr("iconv -f GB18030")));
}

class WithCertificate : public testing::Test {
 protected:
  static void SetUpTestSuite() { certificates_ = new TestCertificates; }
  static void TearDownTestSuite() { delete certificates_; }

  static std::string Folder() {
    return "GONGKAI_CERTIFICATES=" + certificates_->Of("user/zhang-wei").string();
  }

 private:
  static TestCertificates* certificates_;
};
TestCertificates* WithCertificate::certificates_ = nullptr;

TEST_F(WithCertificate, NobodyListeningIsSeven) {
  const Outcome outcome = RunGongkai({"report", "list", "--intake", kNowhere}, {Folder()});
  EXPECT_EQ(outcome.exit_code, 7);
  EXPECT_THAT(outcome.err, AllOf(StartsWith("error: UNAVAILABLE: intake at localhost:1 "),
                                 HasSubstr("Connection refused")));
}

TEST_F(WithCertificate, TheEnvironmentNamesAddressesAndFlagsWin) {
  EXPECT_THAT(RunGongkai({"report", "list"}, {Folder(), "GONGKAI_SERVER=localhost:2"}).err,
              HasSubstr("intake at localhost:2"));
  EXPECT_THAT(RunGongkai({"report", "list"},
                         {Folder(), "GONGKAI_SERVER=localhost:2", "GONGKAI_INTAKE=localhost:3"})
                  .err,
              HasSubstr("intake at localhost:3"));
  EXPECT_THAT(
      RunGongkai({"--intake", kNowhere, "report", "list"}, {Folder(), "GONGKAI_INTAKE=localhost:3"})
          .err,
      HasSubstr("intake at localhost:1"));
}

TEST_F(WithCertificate, HealthListsWhatIsNotThere) {
  const Outcome outcome = RunGongkai({"health", "--json", "--server", kNowhere}, {Folder()});
  EXPECT_EQ(outcome.exit_code, 7);
  const auto services = nlohmann::json::parse(outcome.out);
  ASSERT_EQ(services.size(), 5U);
  for (const auto& service : services) {
    EXPECT_EQ(service.at("serving"), false);
    EXPECT_EQ(service.at("address"), kNowhere);
  }
}

TEST(Services, AreListedInTheOrderInWhichTheyStart) {
  const Outcome table = RunGongkai({"services"});
  EXPECT_EQ(table.exit_code, 0);
  EXPECT_THAT(table.out, AllOf(HasSubstr("publish "), HasSubstr(" workflow, intake "),
                               HasSubstr("Publishes or files cleared reports")));
  const Outcome json = RunGongkai({"services", "--json"});
  std::vector<std::string> before;
  for (const auto& service : nlohmann::json::parse(json.out)) {
    for (const auto& called : service["calls"]) {
      EXPECT_THAT(before, Contains(called.get<std::string>()));
    }
    before.push_back(service["name"].get<std::string>());
  }
  EXPECT_THAT(before, ElementsAre("workflow", "intake", "review", "publish"));
}

TEST(Workdays, AreCountedDayByDay) {
  const Outcome table = RunGongkai({"workdays", "2025-09-26", "3"});
  EXPECT_EQ(table.exit_code, 0);
  EXPECT_THAT(table.out,
              AllOf(HasSubstr("2025-09-30 Tue 周二"), HasSubstr("WORKED_WEEKEND 调休上班"),
                    HasSubstr("2019-2026"), HasSubstr("content_6986383.htm")));
  const auto json =
      nlohmann::json::parse(RunGongkai({"workdays", "2025-09-26", "20", "--json"}).out);
  EXPECT_EQ(json.at("due"), "2025-10-30");
  EXPECT_EQ(json.at("workingDays"), 20);
  EXPECT_EQ(json.at("notices").size(), 1U);
  EXPECT_EQ(json.at("days").size(), 34U);
  EXPECT_EQ(json.at("days").at(0).at("kind"), "WEEKEND");
  EXPECT_EQ(json.at("days").back().at("number"), 20);
}

TEST(Workdays, AreNotKnownWhereAYearHasNotBeenAnnounced) {
  const Outcome outcome = RunGongkai({"workdays", "2026-12-21", "20"});
  EXPECT_EQ(outcome.exit_code, 6);
  EXPECT_EQ(outcome.out, "");
  EXPECT_THAT(outcome.err, AllOf(HasSubstr("CALENDAR_UNKNOWN"), HasSubstr("worked in 2027"),
                                 HasSubstr("2019-2026")));
  EXPECT_THAT(RunGongkai({"workdays", "2018-12-30", "1"}).err, HasSubstr("worked in 2018"));
  EXPECT_THAT(RunGongkai({"workdays", "9999-12-31", "1"}).err, HasSubstr("worked in 10000"));
}

TEST(Workdays, TakeADayAndANumber) {
  for (const auto& [day, number] :
       std::vector<std::pair<std::string, std::string>>{{"2026-02-29", "1"},
                                                        {"26-01-01", "1"},
                                                        {"2026-01-01", "0"},
                                                        {"2026-01-01", "401"},
                                                        {"2026-01-01", "x"},
                                                        {"", "1"}}) {
    EXPECT_EQ(RunGongkai({"workdays", day, number}).exit_code, 2) << day << ' ' << number;
  }
}

TEST(Output, ThatCannotBeWrittenIsAnError) {
  EXPECT_EQ(RunShell("gongkai completion bash >/dev/full").exit_code, 1);
}

TEST(Completion, KnowsCommandsOptionsAndWords) {
  EXPECT_THAT(Complete({"re"}), ElementsAre("report", "retract", "return", "reassess"));
  EXPECT_THAT(Complete({"report", "cr"}), ElementsAre("create"));
  EXPECT_THAT(Complete({"--json", "task", "re"}),
              ElementsAre("release", "return", "refer", "resolve"));
  EXPECT_THAT(Complete({"--server", "report", "tas"}), ElementsAre("task"));  // the value is none
  EXPECT_THAT(Complete({"report", "create", "--kind", "n"}),
              ElementsAre("normative-document", "notice"));
  EXPECT_THAT(Complete({"report", "create", "f", "--p"}), ElementsAre("--planned", "--publish"));
  EXPECT_THAT(Complete({"report", "create", "--title", ""}), ElementsAre());
  EXPECT_THAT(Complete({"report", "create", ""}), ElementsAre());  // a file's name
}

TEST(Completion, WorksInBash) {
  const Outcome outcome = RunShell(
      "source <(gongkai completion bash); COMP_WORDS=(gongkai publications ''); COMP_CWORD=2; "
      "_gongkai; printf '%s\\n' \"${COMPREPLY[@]}\"; complete -p gongkai");
  EXPECT_THAT(LinesOf(outcome.out),
              ElementsAre("list", "show", "content", "download", "check", "watch",
                          "complete -o default -F _gongkai gongkai"));
}

// As zsh calls it, with the builtin that takes what was found in place of the one that works only
// while a user types.
TEST(Completion, WorksInZsh) {
  const Outcome outcome = RunShell(
      "zsh -fc 'autoload -Uz compinit && compinit -D; source <(gongkai completion zsh); "
      "compadd() { shift; print -rl -- \"$@\" }; _files() { print files }; "
      "words=(gongkai publications \"\"); CURRENT=3; _gongkai; "
      "words=(gongkai report create \"\"); CURRENT=4; _gongkai; print $_comps[gongkai]'");
  EXPECT_THAT(LinesOf(outcome.out), ElementsAre("list", "show", "content", "download", "check",
                                                "watch", "files", "_gongkai"))
      << outcome.err;
}

TEST(Completion, WorksInFish) {
  const Outcome outcome = RunShell(
      "fish --no-config -c 'source (gongkai completion fish | psub); "
      "complete -C \"gongkai publications \"; complete -C \"gongkai report create "
      "/etc/debian_versio\"'");
  EXPECT_THAT(LinesOf(outcome.out), ElementsAre("check", "content", "download", "list", "show",
                                                "watch", "/etc/debian_version"))
      << outcome.err;
}

}  // namespace
}  // namespace gongkai::cli
