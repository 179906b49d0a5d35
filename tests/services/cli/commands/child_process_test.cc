#include "services/cli/commands/child_process.h"

#include <gtest/gtest.h>

#include <system_error>

#include "tests/support/test_folder.h"

namespace gongkai::cli {
namespace {

using support::ReadFile;
using support::TestFolder;

constexpr std::chrono::seconds kLong(60);

TEST(RunProgram, KeepsWhatTheProgramPrintsAndHowItEnds) {
  const TestFolder folder;
  const auto log = folder / "log";
  EXPECT_EQ(RunProgram("sh", {"-c", "echo \"$0\"; echo err >&2", "a; b"}, log, kLong), true);
  EXPECT_EQ(ReadFile(log), "a; b\nerr\n");
  EXPECT_EQ(RunProgram("sh", {"-c", "exit 3"}, log, kLong), false);
  EXPECT_EQ(RunProgram("sh", {"-c", "kill -9 $$"}, log, kLong), false);
}

TEST(RunProgram, GivesNothingToRead) {
  const TestFolder folder;
  EXPECT_EQ(RunProgram("cat", {}, folder / "log", kLong), true);
}

TEST(RunProgram, KillsWhatTakesTooLongWithItsChildren) {
  const TestFolder folder;
  const auto log = folder / "log";
  std::string sleeper;
  // A busy machine may not have started the child when the time is over.
  for (std::chrono::seconds limit(1); sleeper.empty() && limit < kLong; limit *= 2) {
    EXPECT_EQ(RunProgram("sh", {"-c", "sleep 1000 & echo $!; wait"}, log, limit), std::nullopt);
    sleeper = ReadFile(log);
  }
  ASSERT_FALSE(sleeper.empty());
  // It ends when the processor is its own again; then it is gone, or a zombie of whoever adopted it.
  EXPECT_EQ(RunProgram("sh",
                       {"-c", "while grep -q '^State:.[^ZX]' /proc/$0/status; do sleep 0.1; done",
                        std::string(sleeper, 0, sleeper.find('\n'))},
                       folder / "wait", kLong),
            true);
}

TEST(RunProgram, ThrowsIfThereIsNoSuchProgram) {
  const TestFolder folder;
  EXPECT_FALSE(IsInstalled("no-such-program-of-gongkai"));
  EXPECT_TRUE(IsInstalled("sh"));
  EXPECT_THROW(RunProgram("no-such-program-of-gongkai", {}, folder / "log", kLong),
               std::system_error);
}

}  // namespace
}  // namespace gongkai::cli
