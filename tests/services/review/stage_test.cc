#include "services/review/stage.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>
#include <string_view>

#include "services/lib/request/fields.h"

namespace gongkai::review {
namespace {

namespace wf = workflow::v1;

TEST(TaskName, IsReadAndWritten) {
  for (const v1::Stage stage : {v1::LEGAL, v1::SECRECY}) {
    const std::string name = TaskNameOf("reports/annual-2021", InfoOf(stage));
    const auto task = ParseTaskName(name);
    ASSERT_TRUE(task) << name;
    EXPECT_EQ(task->report.Name(), "reports/annual-2021");
    EXPECT_EQ(task->stage->stage, stage);
  }
  EXPECT_EQ(TaskNameOf("reports/annual-2021", InfoOf(v1::LEGAL)),
            "reports/annual-2021/tasks/legal");
  EXPECT_EQ(TaskNameOf("reports/annual-2021", InfoOf(v1::SECRECY)),
            "reports/annual-2021/tasks/secrecy");
}

TEST(TaskName, IsNothingElse) {
  for (const std::string_view text : {
           "",
           "/",
           "tasks/legal",
           "reports/annual-2021",
           "reports/annual-2021/",
           "reports/annual-2021/tasks",
           "reports/annual-2021/tasks/",
           "reports/annual-2021/tasks/LEGAL",
           "reports/annual-2021/tasks/publish",
           "reports/annual-2021/tasks/legal/",
           "reports/annual-2021/tasks/legal/tasks/secrecy",
           "reports/annual-2021//tasks/legal",
           "reports//tasks/legal",
           "reports/tasks/legal",
           "reports/abc/tasks/legal",
           "reports/Annual/tasks/legal",
           "reports/annual-/tasks/legal",
           "reports/an_nual/tasks/legal",
           "publications/annual-2021/tasks/legal",
           "xreports/annual-2021/tasks/legal",
           " reports/annual-2021/tasks/legal",
           "reports/annual-2021/tasks/legal ",
           "reports/年报年报/tasks/legal",
       }) {
    EXPECT_FALSE(ParseTaskName(text)) << text;
  }
}

TEST(Stage, HoldsItsTwoStatesAndNoOther) {
  for (int number = 0; number < wf::State_ARRAYSIZE; ++number) {
    const auto state = static_cast<wf::State>(number);
    EXPECT_EQ(InfoOf(v1::LEGAL).Holds(state),
              state == wf::LEGAL_REVIEW || state == wf::LEGAL_REFERRED)
        << wf::State_Name(state);
    EXPECT_EQ(InfoOf(v1::SECRECY).Holds(state),
              state == wf::SECRECY_REVIEW || state == wf::SECRECY_REFERRED)
        << wf::State_Name(state);
  }
}

// The ledger takes 1 to 20 questions of 1 to 200 characters.
TEST(Stage, AsksQuestionsThatTheLedgerTakesEachWithItsArticle) {
  for (const v1::Stage stage : {v1::LEGAL, v1::SECRECY}) {
    const auto questions = InfoOf(stage).questions;
    EXPECT_GE(questions.size(), 1U);
    EXPECT_LE(questions.size(), 20U);
    EXPECT_EQ(std::set(questions.begin(), questions.end()).size(), questions.size());
    for (const std::string_view question : questions) {
      EXPECT_TRUE(request::FieldCheck().Line("question", question, {1, 200}).Done()) << question;
      EXPECT_THAT(std::string(question), testing::HasSubstr("》第"));
    }
  }
}

}  // namespace
}  // namespace gongkai::review
