#include "workflow/form/questions.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>
#include <string_view>

namespace gongkai::form {
namespace {

using testing::SizeIs;

TEST(Questions, AreThreeOfTheLawAndTwoOfDisclosureForEveryDocument) {
  for (std::size_t i = 1; i < kKindCount; ++i) {
    const auto kind = static_cast<Kind>(i);
    const bool normative = kind == Kind::kNormativeDocument || kind == Kind::kGovernmentRule;
    EXPECT_THAT(QuestionsOf(Review::kLegal, kind), SizeIs(normative ? 12 : 5)) << i;
    EXPECT_THAT(QuestionsOf(Review::kSecrecy, kind), SizeIs(9)) << i;
  }
}

TEST(Questions, SayWhereTheyComeFromInBothLanguages) {
  for (const Question& question : Questions()) {
    EXPECT_NE(question.source, "") << question.id;
    EXPECT_TRUE(question.text.english.ends_with("?")) << question.id;
    EXPECT_TRUE(question.text.chinese.ends_with("？")) << question.id;
    EXPECT_LE(question.id.size(), 60U);
    for (const char c : question.id) EXPECT_TRUE((c >= 'A' && c <= 'Z') || c == '_') << question.id;
  }
}

// Whoever answers yes to all lets the report pass. So each is put that way: none asks whether
// something bad is there.
TEST(Questions, ArePutSoThatYesLetsAReportPass) {
  for (const Question& question : Questions()) {
    EXPECT_EQ(question.text.chinese.find("是否涉及"), std::string_view::npos) << question.id;
    EXPECT_EQ(question.text.chinese.find("是否含"), std::string_view::npos) << question.id;
  }
}

// What is asked may not change without a new version: answers in the log name it.
TEST(Questions, OfThisVersionAreThese) {
  std::string ids;
  for (const Question& question : Questions()) ids.append(question.id).append(" ");
  EXPECT_EQ(kQuestionsVersion, 2);
  EXPECT_EQ(ids,
            "LEGAL_AUTHORITY LEGAL_PROCEDURE LEGAL_CONTENT DISCLOSING_ORGAN DISCLOSURE_BASIS "
            "NORMATIVE_MAKER NORMATIVE_AUTHORITY NORMATIVE_CONTENT NORMATIVE_MEASURES "
            "NORMATIVE_RIGHTS NORMATIVE_POWERS NORMATIVE_PROCEDURE ITEM_BY_ITEM STATE_SECRETS "
            "AGGREGATION FORBIDDEN_OR_HARMFUL THIRD_PARTY WORK_SECRETS PUBLIC_OPINION "
            "SCOPE_AND_FORM PARTS_SEPARATED ");
}

}  // namespace
}  // namespace gongkai::form
