#include "services/lib/runtime/file_watch.h"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <filesystem>
#include <thread>

#include "tests/support/eventually.h"
#include "tests/support/test_folder.h"

namespace gongkai::runtime {
namespace {

// Long enough for several looks at the files.
void LetItLook() { std::this_thread::sleep_for(std::chrono::seconds(2)); }

class FileWatchTest : public ::testing::Test {
 protected:
  FileWatchTest() {
    support::WriteFile(one_, "one");
    support::WriteFile(two_, "two");
  }

  void Start(FileWatch& watch) {
    watch.Start([this] {
      ++changes_;
      return true;
    });
  }

  const support::TestFolder folder_;
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
    EXPECT_TRUE(support::Eventually([&] { return changes_ >= expected; }));
    LetItLook();
    EXPECT_EQ(changes_, expected);
  };
  support::WriteFile(two_, "another");
  expect_one_more();
  std::filesystem::remove(one_);
  expect_one_more();
  support::WriteFile(one_, "");
  expect_one_more();
}

TEST_F(FileWatchTest, CallsAgainUntilAChangeIsTaken) {
  FileWatch watch({one_, two_});
  watch.Start([this] { return ++changes_ == 3; });
  support::WriteFile(two_, "another");
  EXPECT_TRUE(support::Eventually([&] { return changes_ == 3; }));
  LetItLook();
  EXPECT_EQ(changes_, 3);
}

TEST_F(FileWatchTest, TellsWhichFileHoldsWhat) {
  support::WriteFile(one_, "ab");
  support::WriteFile(two_, "c");
  FileWatch watch({one_, two_});
  support::WriteFile(one_, "a");
  support::WriteFile(two_, "bc");
  Start(watch);
  EXPECT_TRUE(support::Eventually([&] { return changes_ == 1; }));
}

TEST_F(FileWatchTest, IsNotWokenByTheSameBytes) {
  FileWatch watch({one_, two_});
  Start(watch);
  support::WriteFile(folder_ / "new", "one");
  std::filesystem::rename(folder_ / "new", one_);
  LetItLook();
  EXPECT_EQ(changes_, 0);
}

TEST_F(FileWatchTest, LetsAFileBeThatIsStillBeingWritten) {
  FileWatch watch({one_, "/proc/uptime"});  // never twice the same
  Start(watch);
  support::WriteFile(one_, "done");
  LetItLook();
  EXPECT_EQ(changes_, 0);
}

}  // namespace
}  // namespace gongkai::runtime
