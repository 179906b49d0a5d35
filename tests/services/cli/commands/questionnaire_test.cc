#include "services/cli/commands/questionnaire.h"

#include <gtest/gtest.h>

#include <sstream>

#include "services/cli/commands/failure.h"

namespace gongkai::cli {
namespace {

Questions TwoQuestions() {
  Questions questions;
  questions.Add()->set_id("LEGAL");
  questions.Mutable(0)->set_text("Lawful?");
  questions.Mutable(0)->set_text_zh("合法？");
  questions.Add()->set_id("SECRET");
  questions.Mutable(1)->set_text("No secret?");
  questions.Mutable(1)->set_text_zh("保密？");
  questions.Mutable(1)->set_may_not_apply(true);
  return questions;
}

Answers Read(const std::vector<std::string>& typed, bool rest_is_yes) {
  return ReadAnswers(TwoQuestions(), typed, rest_is_yes, Language::kChinese);
}

// How the call ended: the exit code of its Failure, or kOk.
template <class Call>
ExitCode Ends(const Call& call) {
  try {
    call();
  } catch (const Failure& failure) {
    return failure.code;
  }
  return ExitCode::kOk;
}

TEST(Questionnaire, TakesAnswersByNumber) {
  const Answers answers = Read({"2=yes:见附件: 第二节", "1=是"}, false);
  ASSERT_EQ(answers.size(), 2U);
  EXPECT_EQ(answers[0].question(), "LEGAL");
  EXPECT_EQ(answers[0].answer(), workflow::v1::YES);
  EXPECT_EQ(answers[0].remark(), "");
  EXPECT_EQ(answers[1].question(), "SECRET");
  EXPECT_EQ(answers[1].remark(), "见附件: 第二节");
}

TEST(Questionnaire, YesToAllAnswersTheRest) {
  const Answers answers = Read({"1=y:remark"}, true);
  ASSERT_EQ(answers.size(), 2U);
  EXPECT_EQ(answers[0].remark(), "remark");
  EXPECT_EQ(answers[1].answer(), workflow::v1::YES);
}

TEST(Questionnaire, WantsEveryQuestionAnswered) {
  EXPECT_EQ(Ends([] { Read({"1=yes"}, false); }), ExitCode::kUsage);
  EXPECT_EQ(Ends([] { Read({}, false); }), ExitCode::kUsage);
}

TEST(Questionnaire, WantsAnswersThatReadSo) {
  for (const char* typed :
       {"", "yes", "0=yes", "3=yes", "1", "1=", "1=maybe", "=yes", "1:yes", "-1=yes"}) {
    EXPECT_EQ(Ends([&] { Read({typed}, true); }), ExitCode::kUsage) << typed;
  }
}

TEST(Questionnaire, NoEndsTheApproval) {
  EXPECT_EQ(Ends([] { Read({"2=no"}, true); }), ExitCode::kRefused);
  std::istringstream in("y\nn\n");
  std::ostringstream out;
  EXPECT_EQ(Ends([&] { AskQuestions(TwoQuestions(), Language::kChinese, in, out); }),
            ExitCode::kRefused);
}

TEST(Questionnaire, AsksUntilTheAnswerIsYesOrNo) {
  std::istringstream in("perhaps\ny\n是\n");
  std::ostringstream out;
  EXPECT_EQ(AskQuestions(TwoQuestions(), Language::kChinese, in, out).size(), 2U);
  EXPECT_EQ(out.str(), "1/2 合法？ [y/n] 1/2 合法？ [y/n] 2/2 保密？ [y/n/na] ");
}

TEST(Questionnaire, AReturnAnswersWhatItLikesAlsoNo) {
  const Answers answers = ReadSomeAnswers(TwoQuestions(), {"LEGAL=no:与上位法不一致"});
  ASSERT_EQ(answers.size(), 1U);
  EXPECT_EQ(answers[0].answer(), workflow::v1::NO);
  EXPECT_EQ(answers[0].remark(), "与上位法不一致");
  EXPECT_EQ(Ends([] { ReadSomeAnswers(TwoQuestions(), {"3=no"}); }), ExitCode::kUsage);
}

TEST(Questionnaire, TakesAnswersByIdAndThatAQuestionDoesNotApply) {
  const Answers answers = Read({"SECRET=na:无数据", "LEGAL=yes"}, false);
  ASSERT_EQ(answers.size(), 2U);
  EXPECT_EQ(answers[1].answer(), workflow::v1::NOT_APPLICABLE);
  EXPECT_EQ(answers[1].remark(), "无数据");
  EXPECT_EQ(Ends([] { Read({"LEGAL=na", "SECRET=yes"}, false); }), ExitCode::kUsage);
  std::istringstream in("na\ny\n不适用\n");
  std::ostringstream out;
  const Answers asked = AskQuestions(TwoQuestions(), Language::kEnglish, in, out);
  EXPECT_EQ(asked[1].answer(), workflow::v1::NOT_APPLICABLE);
  EXPECT_EQ(out.str(), "1/2 Lawful? [y/n] 1/2 Lawful? [y/n] 2/2 No secret? [y/n/na] ");
}

TEST(Questionnaire, EndOfInputApprovesNothing) {
  std::istringstream in("y\n");
  std::ostringstream out;
  EXPECT_EQ(Ends([&] { AskQuestions(TwoQuestions(), Language::kChinese, in, out); }),
            ExitCode::kUsage);
  EXPECT_EQ(Ends([&] { AskLine("opinion:", in, out); }), ExitCode::kUsage);
}

}  // namespace
}  // namespace gongkai::cli
