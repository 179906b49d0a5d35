// How the program is run: its limits, its failures, several at a time.
#include "services/lib/extraction/extractor.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <chrono>
#include <string>
#include <system_error>
#include <thread>
#include <vector>

#include "services/lib/runtime/descriptor.h"
#include "tests/services/lib/extraction/reading.h"
#include "tests/support/test_folder.h"

namespace gongkai::extraction {
namespace {

using leak::Obstacle;
using leak::Unread;
using support::TestFolder;
using support::WriteFile;
using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;

// A program in place of gongkai-extract: a script of the shell.
class FakeProgram {
 public:
  explicit FakeProgram(const std::string& script) {
    WriteFile(path(), "#!/bin/sh\n" + script + "\n");
    ::chmod(path().c_str(), 0700);
  }
  std::filesystem::path path() const { return folder_ / "program"; }

  leak::Document Run(std::chrono::milliseconds time = std::chrono::seconds(60)) const {
    return Extractor({.program = path(), .time = time}).Read("a.txt", "abc");
  }

 private:
  TestFolder folder_;
};

TEST(ExtractorTest, ReadsBytesAndFiles) {
  EXPECT_EQ(TextOf(Read("a.txt", "你好"), ""), "你好");
  const TestFolder folder;
  WriteFile(folder / "a.txt", "你好");
  const runtime::Descriptor file(::open((folder / "a.txt").c_str(), O_RDONLY | O_CLOEXEC));
  EXPECT_EQ(TextOf(SharedExtractor().Read("a.txt", file.number()), ""), "你好");
  // The position of the descriptor is as it was: the file is read again.
  EXPECT_EQ(TextOf(SharedExtractor().Read("a.txt", file.number()), ""), "你好");
}

TEST(ExtractorTest, FindsTheProgramBesideTheOneThatRuns) {
  EXPECT_EQ(ProgramBesideThis(), std::string(GONGKAI_BINARY_DIR) + "/gongkai-extract");
  EXPECT_EQ(TextOf(Extractor().Read("a.txt", "你好"), ""), "你好");
}

TEST(ExtractorTest, ThrowsIfThereIsNoProgram) {
  const Extractor extractor({.program = "/nowhere/gongkai-extract"});
  EXPECT_THROW(extractor.Read("a.txt", "abc"), std::system_error);
}

TEST(ExtractorTest, TakesAnyNameForAName) {
  for (const std::string name : {"--help", "-", "", "--", "\xFF", "名单.txt"}) {
    const leak::Document document = Read(name, "abc");
    EXPECT_EQ(TextOf(document, ""), "abc") << name;
    EXPECT_THAT(document.unread, IsEmpty()) << name;
  }
  EXPECT_EQ(TextOf(Read(std::string(100'000, 'a'), "abc"), ""), "abc");
}

TEST(ExtractorTest, EndsAProgramThatDoesNotEnd) {
  const FakeProgram program("exec sleep 600");
  const auto begin = std::chrono::steady_clock::now();
  EXPECT_THAT(program.Run(std::chrono::milliseconds(100)).unread,
              ElementsAre(Unread{"", Obstacle::kTooSlow}));
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(300));
}

TEST(ExtractorTest, EndsAProgramThatClosesItsOutputAndGoesOn) {
  const FakeProgram program("exec sleep 600 >&-");
  EXPECT_THAT(program.Run(std::chrono::milliseconds(100)).unread,
              ElementsAre(Unread{"", Obstacle::kTooSlow}));
}

TEST(ExtractorTest, EndsAProgramThatWritesTooMuch) {
  EXPECT_THAT(FakeProgram("exec cat /dev/zero").Run().unread,
              ElementsAre(Unread{"", Obstacle::kTooLarge}));
}

TEST(ExtractorTest, TellsWhatStoppedTheProgram) {
  EXPECT_THAT(FakeProgram("kill -SEGV $$").Run().unread,
              ElementsAre(Unread{"", Obstacle::kStopped}));
  EXPECT_THAT(FakeProgram("kill -XCPU $$").Run().unread,
              ElementsAre(Unread{"", Obstacle::kTooSlow}));
  EXPECT_THAT(FakeProgram("exit 3").Run().unread, ElementsAre(Unread{"", Obstacle::kTooLarge}));
  EXPECT_THAT(FakeProgram("exit 1").Run().unread, ElementsAre(Unread{"", Obstacle::kStopped}));
  EXPECT_THAT(FakeProgram("exit 0").Run().unread, ElementsAre(Unread{"", Obstacle::kStopped}));
  EXPECT_THAT(FakeProgram("echo garbage").Run().unread,
              ElementsAre(Unread{"", Obstacle::kStopped}));
}

TEST(ExtractorTest, KeepsWhatWasReadBeforeTheProgramStopped) {
  const leak::Document document =
      FakeProgram(
          R"(printf 'GONGKAI-EXTRACT 1\nP\000\001\000\000\000\002\000\000\000aok'; kill -KILL $$)")
          .Run();
  EXPECT_EQ(TextOf(document, "a"), "ok");
  EXPECT_THAT(document.unread, ElementsAre(Unread{"", Obstacle::kStopped}));
}

TEST(ExtractorTest, DoesNotTakeARightOutputForRightIfTheProgramFailed) {
  const FakeProgram program(R"(printf 'GONGKAI-EXTRACT 1\nE\000\000\000\000'; exit 1)");
  EXPECT_THAT(program.Run().unread, ElementsAre(Unread{"", Obstacle::kStopped}));
}

TEST(ExtractorTest, GivesTheProgramNothingOfItsOwn) {
  ::setenv("GONGKAI_SECRET", "1", 1);
  const runtime::Descriptor open(::open("/dev/null", O_RDONLY));  // without O_CLOEXEC
  const FakeProgram program(R"(test -z "$GONGKAI_SECRET" && test ! -e /proc/self/fd/)" +
                            std::to_string(open.number()) +
                            R"( && printf 'GONGKAI-EXTRACT 1\nE\000\000\000\000')");
  EXPECT_THAT(program.Run().unread, IsEmpty());
}

TEST(ExtractorTest, ReadsSeveralFilesAtATime) {
  std::vector<std::jthread> threads;
  for (int thread = 0; thread < 4; ++thread) {
    threads.emplace_back([thread] {
      for (int i = 0; i < 5; ++i) {
        const std::string text = std::to_string(thread) + "-" + std::to_string(i);
        EXPECT_EQ(TextOf(Read("a.txt", text), ""), text);
      }
    });
  }
}

}  // namespace
}  // namespace gongkai::extraction
