#include "services/lib/runtime/signals.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <unistd.h>

#include <thread>

namespace gongkai::runtime {
namespace {

TEST(Signals, AreKeptForWhoWaitsEvenWhenTheyCameBefore) {
  EXPECT_EXIT(
      {
        BlockSignals();
        std::jthread thread([] { kill(getpid(), SIGTERM); });  // a thread inherits the block
        thread.join();
        _exit(WaitForStop() == SIGTERM ? 7 : 1);
      },
      ::testing::ExitedWithCode(7), "");
}

TEST(Signals, KillAtTheSecondTime) {
  EXPECT_EXIT(
      {
        BlockSignals();
        kill(getpid(), SIGINT);
        WaitForStop();
        kill(getpid(), SIGINT);
        _exit(1);
      },
      ::testing::KilledBySignal(SIGINT), "");
}

TEST(Signals, AClosedPipeIsAnErrorAndNotTheEnd) {
  EXPECT_EXIT(
      {
        BlockSignals();
        int ends[2];
        if (pipe(ends) != 0) _exit(1);
        close(ends[0]);
        _exit(write(ends[1], "x", 1) == -1 && errno == EPIPE ? 7 : 1);
      },
      ::testing::ExitedWithCode(7), "");
}

}  // namespace
}  // namespace gongkai::runtime
