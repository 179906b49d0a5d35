#include "services/lib/runtime/log.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <spdlog/spdlog.h>

namespace gongkai::runtime {
namespace {

using ::testing::internal::CaptureStderr;
using ::testing::internal::GetCapturedStderr;

// One test: a process starts its log once.
TEST(Log, WritesOneLineARecordFromItsLevelOn) {
  StartLog("gongkai-test", "info");
  CaptureStderr();
  spdlog::debug("below the level");
  spdlog::info("公开 first\n2026-03-01T00:00:00.000Z error gongkai-test forged\r\x1b[31m");
  spdlog::warn("second");
  EXPECT_THAT(
      GetCapturedStderr(),
      ::testing::MatchesRegex(
          "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]{3}Z info gongkai-test "
          "[0-9]+ 公开 first\\?2026-03-01T00:00:00.000Z error gongkai-test forged\\?\\?\\[31m\n"
          "[^\n]* warning gongkai-test [0-9]+ second\n"));
}

}  // namespace
}  // namespace gongkai::runtime
