#include "services/lib/runtime/file_watch.h"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <filesystem>
#include <thread>

#include "tests/support/eventually.h"
#include "tests/support/test_folder.h"

namespace gongkai::server {
namespace {

// Long enough for several looks at the files.
void LetItLook() { std::this_thread::sleep_for(std::chrono::seconds(2)); }

class FileWatchTest : public ::testing::Test {
 protected:
  FileWatchTest() {
    WriteFile(one_, "one");
    WriteFile(two_, "two");
  }

  void Start(FileWatch& watch) {
    watch.Start([this] {
      ++changes_;
      return true;
    });
  }

  const TestFolder folder_;
  const std::filesystem::path one_ = folder_ / "one";
  const std::filesystem::path two_ = folder_ / "two";
  std::atomic<int> changes_ = 0;
};

TEST_F(FileWatchTest, CallsOnceForEachChangeOfAnyOfItsFiles) {
  FileWatch watch({one_, two_});
  Start(watch);
  int expected = 0;
  const auto expect_one_more = [&] {
    ++expected;
    EXPECT_TRUE(Eventually([&] { return changes_ >= expected; }));
    LetItLook();
    EXPECT_EQ(changes_, expected);
  };
  WriteFile(two_, "another");
  expect_one_more();
  std::filesystem::remove(one_);
  expect_one_more();
  WriteFile(one_, "");
  expect_one_more();
}

TEST_F(FileWatchTest, CallsAgainUntilAChangeIsTaken) {
  FileWatch watch({one_, two_});
  watch.Start([this] { return ++changes_ == 3; });
  WriteFile(two_, "another");
  EXPECT_TRUE(Eventually([&] { return changes_ == 3; }));
  LetItLook();
  EXPECT_EQ(changes_, 3);
}

TEST_F(FileWatchTest, TellsWhichFileHoldsWhat) {
  WriteFile(one_, "ab");
  WriteFile(two_, "c");
  FileWatch watch({one_, two_});
  WriteFile(one_, "a");
  WriteFile(two_, "bc");
  Start(watch);
  EXPECT_TRUE(Eventually([&] { return changes_ == 1; }));
}

TEST_F(FileWatchTest, IsNotWokenByTheSameBytes) {
  FileWatch watch({one_, two_});
  Start(watch);
  WriteFile(folder_ / "new", "one");
  std::filesystem::rename(folder_ / "new", one_);
  LetItLook();
  EXPECT_EQ(changes_, 0);
}

TEST_F(FileWatchTest, LetsAFileBeThatIsStillBeingWritten) {
  FileWatch watch({one_, "/proc/uptime"});  // never twice the same
  Start(watch);
  WriteFile(one_, "done");
  LetItLook();
  EXPECT_EQ(changes_, 0);
}

}  // namespace
}  // namespace gongkai::server
