#include "workflow/ledger/subject.h"

#include <gtest/gtest.h>

namespace gongkai::ledger {
namespace {

TEST(SubjectTest, ReadsBackTheNameItWrites) {
  for (const char* name :
       {"reports/annual-2021", "policy", "log", "channels/wechat", "reports/1"}) {
    const std::optional<Subject> subject = ParseSubject(name);
    ASSERT_TRUE(subject) << name;
    EXPECT_EQ(subject->Name(), name);
  }
  EXPECT_TRUE(ParseSubject("reports/x")->IsReport());
  EXPECT_FALSE(ParseSubject("policy")->IsReport());
}

TEST(SubjectTest, RefusesEveryOtherText) {
  for (const std::string& name :
       {std::string(""), std::string("/"), std::string("reports/"), std::string("/x"),
        std::string("Reports/x"), std::string("reports/x/y"), std::string("reports/é"),
        std::string("reports/x\0", 10), "reports/" + std::string(64, 'a'), std::string(64, 'a')}) {
    EXPECT_FALSE(ParseSubject(name)) << name;
  }
}

TEST(SubjectTest, ASegmentHasAtMost63LettersDigitsAndHyphens) {
  EXPECT_TRUE(ParseSubject("reports/" + std::string(63, 'a')));
  EXPECT_TRUE(ParseSubject(std::string(63, 'a') + "/x"));
  EXPECT_TRUE(ParseSubject("az/09-az"));
  for (const char c : {'`', '{', '/', ':', '_', 'A', 'Z', '.', ','}) {
    EXPECT_FALSE(ParseSubject(std::string("reports/x") + c)) << c;
  }
}

}  // namespace
}  // namespace gongkai::ledger
