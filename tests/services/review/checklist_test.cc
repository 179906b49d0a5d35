#include "services/review/checklist.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "tests/services/review/answers.h"

namespace gongkai::review {
namespace {

std::vector<std::string> BrokenFields(const StageInfo& stage, const Answers& answers) {
  request::FieldCheck check;
  CheckAnswers(stage, answers, check);
  const Status status = check.Done();
  std::vector<std::string> fields;
  if (status) return fields;
  for (const FieldViolation& violation : status.error().fields) fields.push_back(violation.field);
  return fields;
}

TEST(Checklist, PassesWhenEveryQuestionIsAnsweredAndPassed) {
  for (const v1::Stage stage : {v1::LEGAL, v1::SECRECY}) {
    EXPECT_THAT(BrokenFields(InfoOf(stage), AllPassed(stage)), testing::IsEmpty());
  }
}

TEST(Checklist, MayBeAnsweredInAnyOrderAndWithRemarks) {
  Answers answers = AllPassed(v1::SECRECY);
  answers.SwapElements(0, answers.size() - 1);
  answers.Mutable(1)->set_remark("已与办公室核对。");
  EXPECT_THAT(BrokenFields(InfoOf(v1::SECRECY), answers), testing::IsEmpty());
}

TEST(Checklist, NamesWhatIsWrongWithAnAnswer) {
  struct Case {
    const char* what;
    std::function<void(Answers&)> spoil;
    std::vector<std::string> fields;
  };
  const std::vector<Case> cases = {
      {"none", [](Answers& answers) { answers.Clear(); }, {"checklist"}},
      {"one missing", [](Answers& answers) { answers.RemoveLast(); }, {"checklist"}},
      {"one twice",
       [](Answers& answers) { *answers.Add() = answers[0]; },
       {"checklist[0].question", "checklist[5].question"}},
      {"one more",
       [](Answers& answers) {
         answers.Add()->set_question("是否好看？");
         answers.Mutable(answers.size() - 1)->set_passed(true);
       },
       {"checklist[5].question"}},
      {"another wording",
       [](Answers& answers) { answers.Mutable(2)->mutable_question()->append(" "); },
       {"checklist", "checklist[2].question"}},
      {"of the other stage",
       [](Answers& answers) {
         answers.Mutable(2)->set_question(std::string(InfoOf(v1::SECRECY).questions[0]));
       },
       {"checklist", "checklist[2].question"}},
      {"not passed",
       [](Answers& answers) { answers.Mutable(3)->set_passed(false); },
       {"checklist[3].passed"}},
      {"a remark too long",
       [](Answers& answers) {
         for (int i = 0; i < 301; ++i) answers.Mutable(4)->mutable_remark()->append("长");
       },
       {"checklist[4].remark"}},
      {"a control character",
       [](Answers& answers) { answers.Mutable(4)->set_remark("a\x07"); },
       {"checklist[4].remark"}},
  };
  for (const Case& one : cases) {
    Answers answers = AllPassed(v1::LEGAL);
    one.spoil(answers);
    EXPECT_THAT(BrokenFields(InfoOf(v1::LEGAL), answers),
                testing::UnorderedElementsAreArray(one.fields))
        << one.what;
  }
}

// A request of 1 MiB holds 20,000 answers to one question: nobody compares each with all.
TEST(Checklist, ComparesNoMoreAnswersThanAChecklistMayHave) {
  Answers answers = AllPassed(v1::LEGAL);
  while (answers.size() < 20) *answers.Add() = answers[0];
  EXPECT_THAT(BrokenFields(InfoOf(v1::LEGAL), answers), testing::Contains("checklist[0].question"));
  *answers.Add() = answers[0];
  EXPECT_THAT(BrokenFields(InfoOf(v1::LEGAL), answers), testing::ElementsAre("checklist"));
}

TEST(Checklist, SaysWhichQuestionIsMissing) {
  Answers answers = AllPassed(v1::LEGAL);
  answers.RemoveLast();
  request::FieldCheck check;
  CheckAnswers(InfoOf(v1::LEGAL), answers, check);
  EXPECT_THAT(check.Done().error().message,
              testing::HasSubstr(std::string(InfoOf(v1::LEGAL).questions.back())));
}

}  // namespace
}  // namespace gongkai::review
