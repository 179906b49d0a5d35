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

TEST(Stage, OfTheHeadsAndOfTheSignatoryHoldsOneState) {
  for (int number = 0; number < wf::State_ARRAYSIZE; ++number) {
    const auto state = static_cast<wf::State>(number);
    EXPECT_EQ(InfoOf(v1::ENDORSEMENT).Holds(state), state == wf::DRAFT);
    EXPECT_EQ(InfoOf(v1::SIGNATURE).Holds(state), state == wf::CLEARED);
  }
  EXPECT_FALSE(InfoOf(v1::ENDORSEMENT).questions);
  EXPECT_FALSE(InfoOf(v1::SIGNATURE).questions);
}

// The ledger takes at most 16 answers.
TEST(Stage, AsksNoMoreQuestionsThanTheLedgerTakes) {
  for (const v1::Stage stage : {v1::LEGAL, v1::SECRECY}) {
    const auto asked = form::QuestionsOf(*InfoOf(stage).questions, form::Kind::kNormativeDocument);
    EXPECT_GE(asked.size(), 1U);
    EXPECT_LE(asked.size(), static_cast<std::size_t>(limits::kAnswers));
  }
}

}  // namespace
}  // namespace gongkai::review
