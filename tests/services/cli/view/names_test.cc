#include "services/cli/view/names.h"

#include <gtest/gtest.h>

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

}  // namespace
}  // namespace gongkai::cli
