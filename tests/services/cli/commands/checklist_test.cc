#include "services/cli/commands/checklist.h"

#include <gtest/gtest.h>

#include <sstream>

#include "services/cli/commands/failure.h"

namespace gongkai::cli {
namespace {

Questions TwoQuestions() {
  Questions questions;
  *questions.Add() = "合法？";
  *questions.Add() = "保密？";
  return questions;
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

TEST(Checklist, TakesAnswersByNumber) {
  const Answers answers = ReadAnswers(TwoQuestions(), {"2=yes:见附件: 第二节", "1=是"}, false);
  ASSERT_EQ(answers.size(), 2U);
  EXPECT_EQ(answers[0].question(), "合法？");
  EXPECT_TRUE(answers[0].passed());
  EXPECT_EQ(answers[0].remark(), "");
  EXPECT_EQ(answers[1].question(), "保密？");
  EXPECT_EQ(answers[1].remark(), "见附件: 第二节");
}

TEST(Checklist, YesToAllAnswersTheRest) {
  const Answers answers = ReadAnswers(TwoQuestions(), {"1=y:remark"}, true);
  ASSERT_EQ(answers.size(), 2U);
  EXPECT_EQ(answers[0].remark(), "remark");
  EXPECT_TRUE(answers[1].passed());
}

TEST(Checklist, WantsEveryQuestionAnswered) {
  EXPECT_EQ(Ends([] { ReadAnswers(TwoQuestions(), {"1=yes"}, false); }), ExitCode::kUsage);
  EXPECT_EQ(Ends([] { ReadAnswers(TwoQuestions(), {}, false); }), ExitCode::kUsage);
}

TEST(Checklist, WantsAnswersThatReadSo) {
  for (const char* typed :
       {"", "yes", "0=yes", "3=yes", "1", "1=", "1=maybe", "=yes", "1:yes", "-1=yes"}) {
    EXPECT_EQ(Ends([&] { ReadAnswers(TwoQuestions(), {typed}, true); }), ExitCode::kUsage) << typed;
  }
}

TEST(Checklist, NoEndsTheApproval) {
  EXPECT_EQ(Ends([] { ReadAnswers(TwoQuestions(), {"2=no"}, true); }), ExitCode::kRefused);
  std::istringstream in("y\nn\n");
  std::ostringstream out;
  EXPECT_EQ(Ends([&] { AskQuestions(TwoQuestions(), in, out); }), ExitCode::kRefused);
}

TEST(Checklist, AsksUntilTheAnswerIsYesOrNo) {
  std::istringstream in("perhaps\ny\n是\n");
  std::ostringstream out;
  EXPECT_EQ(AskQuestions(TwoQuestions(), in, out).size(), 2U);
  EXPECT_EQ(out.str(), "1/2 合法？ [y/n] 1/2 合法？ [y/n] 2/2 保密？ [y/n] ");
}

TEST(Checklist, EndOfInputApprovesNothing) {
  std::istringstream in("y\n");
  std::ostringstream out;
  EXPECT_EQ(Ends([&] { AskQuestions(TwoQuestions(), in, out); }), ExitCode::kUsage);
  EXPECT_EQ(Ends([&] { AskLine("opinion:", in, out); }), ExitCode::kUsage);
}

}  // namespace
}  // namespace gongkai::cli
