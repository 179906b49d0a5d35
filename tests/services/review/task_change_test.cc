#include "services/review/task_change.h"

#include <gtest/gtest.h>

#include <string>

namespace gongkai::review {
namespace {

namespace wf = workflow::v1;

wf::WatchChangesResponse Change(wf::State from, wf::State to) {
  wf::WatchChangesResponse change;
  change.set_position(7);
  change.set_next_position(8);
  change.set_report("reports/annual-2021");
  change.set_from_state(from);
  change.set_to_state(to);
  return change;
}

StageList All() {
  StageList all;
  for (const StageInfo& stage : Stages()) all.push_back(&stage);
  return all;
}

// "LEGAL LEFT, SECRECY ENTERED"
std::string Events(wf::State from, wf::State to) {
  const auto told = ToTaskChange(Change(from, to), All());
  std::string events;
  for (int i = 0; told && i < told->task_events_size(); ++i) {
    const v1::TaskEvent& event = told->task_events(i);
    events += (i == 0 ? "" : ", ") + v1::Stage_Name(event.stage()) + ' ' +
              v1::TaskChange_Name(event.change());
  }
  return events;
}

TEST(TaskChange, IsByTheStatesBeforeAndAfter) {
  EXPECT_EQ(Events(wf::STATE_UNSPECIFIED, wf::DRAFT), "ENDORSEMENT ENTERED");
  EXPECT_EQ(Events(wf::DRAFT, wf::DRAFT), "ENDORSEMENT CHANGED");
  EXPECT_EQ(Events(wf::DRAFT, wf::LEGAL_REVIEW), "ENDORSEMENT LEFT, LEGAL ENTERED");
  EXPECT_EQ(Events(wf::LEGAL_REVIEW, wf::LEGAL_REFERRED), "LEGAL CHANGED");
  EXPECT_EQ(Events(wf::LEGAL_REFERRED, wf::LEGAL_REVIEW), "LEGAL CHANGED");
  EXPECT_EQ(Events(wf::LEGAL_REVIEW, wf::SECRECY_REVIEW), "LEGAL LEFT, SECRECY ENTERED");
  EXPECT_EQ(Events(wf::SECRECY_REVIEW, wf::DRAFT), "SECRECY LEFT, ENDORSEMENT ENTERED");
  EXPECT_EQ(Events(wf::SECRECY_REFERRED, wf::WITHHELD), "SECRECY LEFT");
  EXPECT_EQ(Events(wf::SECRECY_REVIEW, wf::CLEARED), "SECRECY LEFT, SIGNATURE ENTERED");
  EXPECT_EQ(Events(wf::CLEARED, wf::CLEARED), "SIGNATURE CHANGED");
  EXPECT_EQ(Events(wf::CLEARED, wf::PUBLISHED), "SIGNATURE LEFT");
  EXPECT_EQ(Events(wf::PUBLISHED, wf::SUPERSEDED), "") << "nobody's queue";
}

TEST(TaskChange, OfNoQueueOfTheCallersIsNotTold) {
  EXPECT_FALSE(ToTaskChange(Change(wf::DRAFT, wf::LEGAL_REVIEW), {&InfoOf(v1::SECRECY)}));
}

TEST(TaskChange, AMessageWithoutAChangeSaysOnlyWhereToResume) {
  wf::WatchChangesResponse progress;
  progress.set_next_position(9);
  const auto told = ToTaskChange(progress, {&InfoOf(v1::SECRECY)});
  ASSERT_TRUE(told);
  v1::WatchTasksResponse expected;
  expected.set_next_position(9);
  EXPECT_EQ(told->SerializeAsString(), expected.SerializeAsString());
}

}  // namespace
}  // namespace gongkai::review
