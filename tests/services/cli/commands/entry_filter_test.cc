#include "services/cli/commands/entry_filter.h"

#include <gtest/gtest.h>

#include "services/cli/view/time.h"

namespace gongkai::cli {
namespace {

TEST(EntryFilter, RequiresAllThatIsGiven) {
  EXPECT_EQ(ExpressionOf({}), "");
  EXPECT_EQ(ExpressionOf({.report = "annual-2021"}), "report = \"reports/annual-2021\"");
  EXPECT_EQ(ExpressionOf({.report = "x",
                          .actor = "user/li",
                          .action = workflow::v1::DENIED,
                          .since = ParseTime("2026-03-01T00:00:00+08:00"),
                          .until = ParseTime("2026-04-01T00:00:00+08:00"),
                          .expression = "position > 3 OR position < 1"}),
            "report = \"reports/x\" AND actor = \"user/li\" AND action = DENIED AND "
            "time >= \"2026-02-28T16:00:00Z\" AND time < \"2026-03-31T16:00:00Z\" AND "
            "(position > 3 OR position < 1)");
}

}  // namespace
}  // namespace gongkai::cli
