#include "services/cli/view/names.h"

#include <gtest/gtest.h>

#include "services/cli/commands/entry_filter.h"
#include "services/cli/view/time.h"

namespace gongkai::cli {
namespace {

TEST(Names, MayBeShortOrFull) {
  EXPECT_EQ(ReportName("annual-2021"), "reports/annual-2021");
  EXPECT_EQ(ReportName("reports/annual-2021"), "reports/annual-2021");
  EXPECT_EQ(PublicationName("annual-2021"), "publications/annual-2021");
  EXPECT_EQ(PublicationName("reports/annual-2021"), "publications/annual-2021");
  EXPECT_EQ(PublicationName("publications/annual-2021"), "publications/annual-2021");
  EXPECT_EQ(EntryName("17"), "entries/17");
  EXPECT_EQ(EntryName("entries/17"), "entries/17");
  EXPECT_EQ(ShortName("reports/annual-2021"), "annual-2021");
}

TEST(Names, OfTasksMayTellTheStage) {
  EXPECT_EQ(ParseTask("annual-2021").report, "reports/annual-2021");
  EXPECT_EQ(ParseTask("annual-2021").stage, "");
  EXPECT_EQ(ParseTask("reports/annual-2021/tasks/legal").report, "reports/annual-2021");
  EXPECT_EQ(ParseTask("reports/annual-2021/tasks/legal").stage, "legal");
  EXPECT_EQ(TaskName("reports/annual-2021", "secrecy"), "reports/annual-2021/tasks/secrecy");
}

TEST(Names, StayOneStringInAFilter) {
  EXPECT_EQ(Quoted("user/li"), "\"user/li\"");
  EXPECT_EQ(Quoted("a\" OR \\"), "\"a\\\" OR \\\\\"");
}

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
