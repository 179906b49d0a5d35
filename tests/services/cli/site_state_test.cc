// check --site --state: what is done is kept, and a run that was ended goes on.
#include <gmock/gmock.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include "tests/e2e/process.h"
#include "tests/services/cli/program.h"
#include "tests/services/cli/web_server.h"
#include "tests/support/eventually.h"

namespace gongkai::cli {
namespace {

using support::Eventually;
using support::ReadFile;
using support::TestFolder;
using support::WriteFile;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

constexpr char kProgram[] = GONGKAI_BINARY_DIR "/gongkai";

class SiteStateTest : public testing::Test {
 protected:
  SiteStateTest() { std::filesystem::create_directory(folder_ / "site"); }

  void Write(const std::string& name, std::string_view bytes) const {
    WriteFile(folder_ / ("site/" + name), bytes);
  }

  std::vector<std::string> Command(std::vector<std::string> more = {}) const {
    more.insert(more.begin(),
                {"check", "--site", folder_ / "site", "--state", folder_ / "state", "--json"});
    return more;
  }

  Outcome Check() const { return RunGongkai(Command()); }

  std::string State() const {
    return std::filesystem::exists(folder_ / "state") ? ReadFile(folder_ / "state") : "";
  }

  // Returns how often the word is in the state file.
  std::size_t Count(const std::string& word) const {
    const std::string state = State();
    std::size_t count = 0;
    for (std::size_t at = 0; (at = state.find(word, at)) != std::string::npos; ++at) ++count;
    return count;
  }

  TestFolder folder_;
};

TEST_F(SiteStateTest, ChecksAgainOnlyWhatHasChanged) {
  Write("a.html", "电话13800138000");
  Write("b.html", "年报");
  const Outcome first = Check();
  EXPECT_EQ(first.exit_code, 10);
  const Outcome second = Check();
  EXPECT_EQ(second.out, first.out);
  EXPECT_EQ(Count("\"item\":\"a.html\""), 1U);
  EXPECT_EQ(Count("\"same\":\"a.html\""), 1U);
  Write("b.html", "电话13900139000");
  const Outcome third =
      RunGongkai({"check", "--site", folder_ / "site", "--state", folder_ / "state"});
  EXPECT_THAT(third.out, AllOf(HasSubstr("a.html:1:3"), HasSubstr("b.html:1:3"),
                               HasSubstr("; 1 as they were when they were checked before\n")));
  EXPECT_EQ(Count("\"item\":\"b.html\""), 2U);
  std::filesystem::remove(folder_ / "site/a.html");
  EXPECT_THAT(Check().out, Not(HasSubstr("a.html")));
}

TEST_F(SiteStateTest, IsListedWithoutTheSite) {
  Write("a.html", "电话13800138000");
  const Outcome first = Check();
  std::filesystem::remove_all(folder_ / "site");
  const Outcome listed = RunGongkai({"check", "--list", "--state", folder_ / "state", "--json"});
  EXPECT_EQ(listed.exit_code, 10);
  EXPECT_EQ(listed.out, first.out);
  EXPECT_EQ(listed.err, first.err);
}

TEST_F(SiteStateTest, GoesOnWhereItWasKilled) {
  for (const char* name : {"a", "b", "c", "d"}) Write(name, "电话13800138000\n冀E12345");
  const std::string whole = RunGongkai({"check", "--site", folder_ / "site", "--json"}).out;
  std::vector<std::string> command =
      Command({"--rate", "0.01"});  // the second file comes much later
  command.insert(command.begin(), kProgram);
  e2e::Process process(command, folder_ / "log");
  ASSERT_TRUE(Eventually([&] { return Count("\"item\":\"a\"") == 1; }));
  process.Kill();
  EXPECT_EQ(Count("\"item\""), 1U);
  EXPECT_THAT(RunGongkai({"check", "--list", "--state", folder_ / "state"}).err,
              HasSubstr("the run has not come to its end"));
  const Outcome outcome = Check();
  EXPECT_EQ(outcome.out, whole);
  EXPECT_THAT(outcome.err, HasSubstr(": 1 done already\n"));
  EXPECT_EQ(Count("\"item\""), 4U);
  EXPECT_EQ(Count("\"run\""), 1U);
  EXPECT_EQ(Count("{\"end\":true}"), 1U);
}

TEST_F(SiteStateTest, FetchesNothingAgainThatAKilledRunHasDone) {
  const WebServer server;
  server.Write("a.html", "电话13800138000");
  server.Write("b.html", "年报");
  WriteFile(folder_ / "list", server.At("/a.html") + "\n" + server.At("/status/404") + "\n" +
                                  server.At("/stall/gate") + "\n" + server.At("/b.html") + "\n");
  const std::vector<std::string> arguments = {
      "check", "--site", folder_ / "list", "--state", folder_ / "state", "--rate", "1000"};
  std::vector<std::string> command = arguments;
  command.insert(command.begin(), kProgram);
  e2e::Process process(command, folder_ / "log");
  ASSERT_TRUE(Eventually([&] { return server.Log().find("/stall") != std::string::npos; }));
  process.Kill();
  server.Open("gate");
  const Outcome outcome = RunGongkai(arguments);
  EXPECT_EQ(outcome.exit_code, 10);
  EXPECT_THAT(outcome.out,
              AllOf(HasSubstr("/a.html:1:3  BLOCK"), HasSubstr("4 items: 1 BLOCK, 1 not checked")));
  std::string requests = server.Log();
  const auto count = [&](const std::string& path) {
    std::size_t found = 0;
    for (std::size_t at = 0; (at = requests.find(path, at)) != std::string::npos; ++at) ++found;
    return found;
  };
  EXPECT_EQ(count("/a.html "), 1U);
  EXPECT_EQ(count("/status/404 "), 2U);  // what failed is tried again
  EXPECT_EQ(count("/stall/gate "), 2U);
  EXPECT_EQ(count("/b.html "), 1U);
  // The run has come to its end: the next one looks at all pages.
  EXPECT_EQ(RunGongkai(arguments).exit_code, 10);
  requests = server.Log();
  EXPECT_EQ(count("/a.html "), 2U);
  EXPECT_EQ(Count("/a.html\",\"rules\""), 1U);
}

TEST_F(SiteStateTest, ReadsOverALineThatWasNotWrittenToItsEnd) {
  Write("a.html", "电话13800138000");
  Write("b.html", "年报");
  const std::string whole = Check().out;
  const std::string state = State();
  for (const std::size_t cut :
       {std::size_t{1}, std::size_t{20}, state.size() / 2, state.size() - 1}) {
    WriteFile(folder_ / "state", state.substr(0, cut));
    EXPECT_EQ(Check().out, whole) << cut;
  }
}

TEST_F(SiteStateTest, IsRefusedWhereItIsDamaged) {
  Write("a.html", "电话13800138000");
  (void)Check();
  std::string state = State();
  state[state.find("a.html")] = 'b';
  WriteFile(folder_ / "state", state);
  const Outcome outcome = Check();
  EXPECT_EQ(outcome.exit_code, 8);
  EXPECT_THAT(outcome.err,
              AllOf(HasSubstr("error: STATE_DAMAGED: the state file " +
                              (folder_ / "state").string() + " is damaged in line 3, at byte "),
                    HasSubstr("hint: move it away")));
  EXPECT_EQ(outcome.out, "");
  EXPECT_EQ(State(), state);
}

TEST_F(SiteStateTest, IsUsedByOneRunAtATime) {
  Write("a.html", "电话13800138000");
  Write("b.html", "年报");
  std::vector<std::string> command = Command({"--rate", "0.01"});
  command.insert(command.begin(), kProgram);
  const e2e::Process process(command, folder_ / "log");
  ASSERT_TRUE(Eventually([&] { return Count("\"item\"") == 1; }));
  const Outcome refused = Check();
  EXPECT_EQ(refused.exit_code, 5);
  EXPECT_THAT(refused.err, HasSubstr("error: STATE_IN_USE: another run uses the state file"));
}

TEST_F(SiteStateTest, HoldsNoValueAndIsForItsOwnerAlone) {
  Write("张建国13800138000.html", "张建国 11010519491231002X 电话13900139000");
  Write("list.csv", "姓名,手机\n张建国,13700137000\n");
  (void)Check();
  const std::string state = State();
  for (const char* secret : {"13800138000", "0013", "建国", "11010519491231002X", "1949"}) {
    EXPECT_THAT(state, Not(HasSubstr(secret)));
  }
  EXPECT_THAT(
      state, AllOf(HasSubstr("138****8000"), HasSubstr("\"rules\":1"), HasSubstr("\"sha256\":\"")));
  EXPECT_EQ(std::filesystem::status(folder_ / "state").permissions(),
            std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
}

}  // namespace
}  // namespace gongkai::cli
