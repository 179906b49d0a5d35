#include "workflow/base/report_id.h"

#include <gtest/gtest.h>

#include <string>

namespace gongkai::base {
namespace {

TEST(ReportId, GoesThroughItsNames) {
  const ReportId id("annual-2021");
  EXPECT_EQ(id.Name(), "reports/annual-2021");
  EXPECT_EQ(id.Name(ReportId::kPublications), "publications/annual-2021");
  EXPECT_EQ(ReportId::FromName("reports/annual-2021"), id);
  EXPECT_EQ(ReportId::FromName("publications/annual-2021", ReportId::kPublications), id);
}

TEST(ReportId, HasFourTo63OfTheCharactersAllowed) {
  for (const std::string& text :
       {std::string("abcd"), std::string("a--1"), std::string("a123"), std::string(63, 'z')}) {
    EXPECT_TRUE(ReportId::IsValid(text)) << text;
    EXPECT_EQ(ReportId::FromName("reports/" + text), ReportId(text)) << text;
  }
  for (const std::string& text :
       {std::string(), std::string("abc"), std::string(64, 'z'), std::string("1abc"),
        std::string("-abc"), std::string("abc-"), std::string("abC-d"), std::string("ab_d"),
        std::string("ab d"), std::string("ab/d"), std::string("年度报告"), std::string("abcd\n"),
        std::string("abc\0d", 5)}) {
    EXPECT_FALSE(ReportId::IsValid(text)) << text;
    EXPECT_EQ(ReportId::FromName("reports/" + text), std::nullopt) << text;
  }
}

TEST(ReportId, IsNotReadFromTheNameOfSomethingElse) {
  for (const char* name :
       {"", "reports", "reports/", "annual-2021", "report/annual-2021", "reports//annual-2021",
        "/reports/annual-2021", "reportsannual-2021", "reports/annual-2021/",
        "publications/annual-2021", "reports/annual-2021/tasks/legal"}) {
    EXPECT_EQ(ReportId::FromName(name), std::nullopt) << name;
  }
}

}  // namespace
}  // namespace gongkai::base
