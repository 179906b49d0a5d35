// The program as it is run: its command line, its input.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <cstdlib>
#include <string>

#include "services/lib/extraction/record/mask_record.h"
#include "services/lib/extraction/record/records.h"
#include "tests/support/test_folder.h"

namespace gongkai::extract {
namespace {

using support::ReadFile;
using support::TestFolder;
using support::WriteFile;
using testing::HasSubstr;
using testing::StartsWith;

struct Outcome {
  int exit_code = -1;
  std::string out;
};

// Runs the command of a shell in which $extract is the program and a.txt a file with the text "abc".
Outcome RunShell(const std::string& command) {
  const TestFolder folder;
  WriteFile(folder / "a.txt", "abc");
  const int status = std::system(("cd " + folder.path().string() +
                                  " && extract=" GONGKAI_BINARY_DIR "/gongkai-extract && { " +
                                  command + "; } >out 2>err")
                                     .c_str());
  return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, ReadFile(folder / "out")};
}

void ExpectAbc(const Outcome& outcome) {
  EXPECT_EQ(outcome.exit_code, 0);
  const extraction::Records records = extraction::ReadRecords(outcome.out);
  EXPECT_TRUE(records.is_complete);
  ASSERT_EQ(records.document.parts.size(), 1);
  EXPECT_EQ(records.document.parts[0].text, "abc");
}

TEST(ProgramTest, TellsWhatItIs) {
  const Outcome help = RunShell("$extract --help");
  EXPECT_EQ(help.exit_code, 0);
  EXPECT_THAT(help.out, HasSubstr("Usage: gongkai-extract"));
  EXPECT_THAT(RunShell("$extract --version").out, StartsWith("gongkai-extract "));
}

TEST(ProgramTest, RefusesOptionsThatItDoesNotHave) {
  EXPECT_EQ(RunShell("$extract --nothing <a.txt").exit_code, 2);
}

TEST(ProgramTest, ReadsAFileOrAPipe) {
  ExpectAbc(RunShell("$extract a.txt <a.txt"));
  ExpectAbc(RunShell("cat a.txt | $extract"));
  ExpectAbc(RunShell("$extract -- --help <a.txt"));
}

TEST(ProgramTest, ReadsAFileFromItsBeginning) {
  ExpectAbc(RunShell("{ head -c 2 >/dev/null; $extract; } <a.txt"));
}

TEST(ProgramTest, SaysWhyItMakesNoMaskedCopy) {
  const Outcome outcome = RunShell("$extract --mask a.txt <a.txt");
  EXPECT_EQ(outcome.exit_code, 0);
  const auto masked = extraction::ReadMaskRecord(outcome.out);
  ASSERT_TRUE(masked);
  EXPECT_EQ(masked->refusal.problem, extraction::MaskProblem::kOtherFormat);
}

TEST(ProgramTest, FailsIfNobodyReadsItsOutput) {
  EXPECT_NE(RunShell("$extract <a.txt >/dev/full").exit_code, 0);
}

}  // namespace
}  // namespace gongkai::extract
