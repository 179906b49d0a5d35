// WatchTasks: review as a process of its own beside the others.
#include "services/review/task_stream.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <memory>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "services/review/review_service.h"
#include "tests/services/all/test_stage.h"
#include "tests/services/all/watcher.h"
#include "tests/services/all/way_of_a_report.h"
#include "tests/support/eventually.h"
#include "tests/support/test_folder.h"

namespace gongkai::all {
namespace {

namespace v1 = review::v1;
namespace wf = workflow::v1;
using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr char kHead[] = "user/ma-chao";
constexpr char kSignatory[] = "user/he-jun";
constexpr char kTwoDesks[] = "user/two-desks";  // a legal reviewer and a secrecy reviewer
constexpr std::int64_t kNow = -1;               // where a stream begins

using TaskWatcher = Watcher<Review, v1::WatchTasksRequest, v1::WatchTasksResponse>;

// "CLAIM annual-2021 LEGAL CHANGED"
std::string Said(const v1::WatchTasksResponse& message) {
  std::string said = wf::Action_Name(message.action()) + ' ' +
                     message.report().substr(std::string("reports/").size());
  for (const v1::TaskEvent& event : message.task_events()) {
    EXPECT_EQ(event.task(), TaskOf(message.report(), event.stage()));
    said += ' ' + v1::Stage_Name(event.stage()) + ' ' + v1::TaskChange_Name(event.change());
  }
  return said;
}

std::string NextSaid(TaskWatcher& watcher) {
  const auto message = watcher.Next();
  return message ? Said(*message) : "the end";
}

class TaskStreamTest : public ::testing::Test {
 protected:
  // The policy for development, with one person more; `change` is made of it.
  static std::string Policy(const std::string& from = "", const std::string& to = "") {
    std::ifstream file(GONGKAI_SOURCE_DIR "/deploy/policy.yaml");
    std::string policy((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
    const std::string bots = "  # Bots:";
    policy.insert(policy.find(bots),
                  "  user/two-desks: {department: 法规科, roles: [LEGAL_REVIEWER, "
                  "SECRECY_REVIEWER]}\n");
    if (!from.empty()) policy.replace(policy.find(from), from.size(), to);
    return policy;
  }
  std::filesystem::path Written(const std::string& policy) {
    support::WriteFile(folder_ / "policy.yaml", policy);
    return folder_ / "policy.yaml";
  }

  std::unique_ptr<TaskWatcher> Watch(const std::string& identity, std::int64_t from,
                                     const std::vector<v1::Stage>& stages = {}) {
    v1::WatchTasksRequest request;
    if (from != kNow) request.set_from_position(from);
    for (const v1::Stage stage : stages) request.add_stages(stage);
    return std::make_unique<TaskWatcher>(stage_.As(identity), &Review::WatchTasks, request);
  }

  std::string Submitted(const std::string& id) {
    const std::string report = CreateReport(office_, id).name();
    Submit(office_, report);
    return report;
  }

  void Return(const std::string& reviewer, const std::string& report, v1::Stage stage) {
    v1::ReturnTaskRequest request;
    request.set_name(TaskOf(report, stage));
    request.set_reason("附件缺页。");
    Must(office_.Call(reviewer, &Review::ReturnTask, request));
  }

  const support::TestFolder folder_;
  TestOffice office_{Written(Policy())};
  runtime::Streams watchers_{review::kWatchers};
  TestStage stage_{office_, "review", kNowhere,
                   [this](rpc::Gate& gate, rpc::Peer& workflow, rpc::Peer& intake) {
                     return review::MakeReviewService(gate, watchers_, workflow, intake);
                   }};
};

TEST_F(TaskStreamTest, TellsWhatEntersChangesAndLeavesAQueue) {
  const auto watcher = Watch(kLegalReviewer, 0);
  const std::string report = Submitted("annual-2021");
  v1::ClaimTaskRequest claim;
  claim.set_name(TaskOf(report, v1::LEGAL));
  Must(office_.Call(kLegalReviewer, &Review::ClaimTask, claim));
  v1::ReferTaskRequest refer;
  refer.set_name(TaskOf(report, v1::LEGAL));
  refer.set_authority("市司法局");
  refer.set_question("可否？");
  Must(office_.Call(kLegalReviewer, &Review::ReferTask, refer));
  v1::ResolveTaskRequest resolve;
  resolve.set_name(TaskOf(report, v1::LEGAL));
  resolve.set_answer("可。");
  Must(office_.Call(kLegalReviewer, &Review::ResolveTask, resolve));
  Approve(office_, kLegalReviewer, report, v1::LEGAL);

  const auto entered = watcher->Next();
  ASSERT_TRUE(entered);
  EXPECT_EQ(Said(*entered), "SUBMIT annual-2021 LEGAL ENTERED");
  EXPECT_EQ(entered->position(), 2);
  EXPECT_EQ(entered->next_position(), 3);
  EXPECT_EQ(entered->report(), report);
  EXPECT_EQ(entered->from_state(), wf::DRAFT);
  EXPECT_EQ(entered->to_state(), wf::LEGAL_REVIEW);
  EXPECT_EQ(entered->actor(), kDrafter);
  EXPECT_EQ(entered->content_sha256(), ContentOf(office_, report));
  EXPECT_GT(entered->time().seconds(), 0);
  EXPECT_EQ(NextSaid(*watcher), "CLAIM annual-2021 LEGAL CHANGED");
  EXPECT_EQ(NextSaid(*watcher), "REFER annual-2021 LEGAL CHANGED");
  EXPECT_EQ(NextSaid(*watcher), "RESOLVE annual-2021 LEGAL CHANGED");
  EXPECT_EQ(NextSaid(*watcher), "APPROVE_LEGAL annual-2021 LEGAL LEFT");
}

TEST_F(TaskStreamTest, AChangeThatConcernsTwoQueuesIsOneMessage) {
  const auto both = Watch(kTwoDesks, 0);
  const auto one = Watch(kTwoDesks, 0, {v1::SECRECY});
  const auto all = Watch(kAuditor, 0);
  const std::string report = Submitted("annual-2021");
  Approve(office_, kLegalReviewer, report, v1::LEGAL);
  EXPECT_EQ(NextSaid(*both), "SUBMIT annual-2021 LEGAL ENTERED");
  EXPECT_EQ(NextSaid(*both), "APPROVE_LEGAL annual-2021 LEGAL LEFT SECRECY ENTERED");
  EXPECT_EQ(NextSaid(*one), "APPROVE_LEGAL annual-2021 SECRECY ENTERED");
  EXPECT_EQ(NextSaid(*all), "CREATE annual-2021 ENDORSEMENT ENTERED");
  EXPECT_EQ(NextSaid(*all), "SUBMIT annual-2021 ENDORSEMENT LEFT LEGAL ENTERED");
}

TEST_F(TaskStreamTest, ASecrecyReviewerHearsNothingOfAReportStillInLegalReview) {
  const auto watcher = Watch(kSecrecyReviewer, 0);
  const std::string hidden = Submitted("hidden");
  const std::string report = Submitted("annual-2021");
  Approve(office_, kLegalReviewer, report, v1::LEGAL);
  EXPECT_EQ(NextSaid(*watcher), "APPROVE_LEGAL annual-2021 SECRECY ENTERED");
  EXPECT_THAT(Watch(kSecrecyReviewer, 0)->AllThatIsThere(Said),
              ElementsAre("APPROVE_LEGAL annual-2021 SECRECY ENTERED"));
}

TEST_F(TaskStreamTest, TellsAHeadAndASignatoryOfTheirQueues) {
  const auto head = Watch(kHead, 0);
  const auto other = Watch("user/xu-hui", 0);  // the head of another department
  const auto signatory = Watch(kSignatory, 0);
  const std::string report = CreateReport(office_, "annual-2021").name();
  Clear(office_, report);
  PublishReport(office_, report);
  EXPECT_EQ(NextSaid(*head), "CREATE annual-2021 ENDORSEMENT ENTERED");
  EXPECT_EQ(NextSaid(*head), "SUBMIT annual-2021 ENDORSEMENT LEFT");
  EXPECT_EQ(NextSaid(*signatory), "APPROVE_SECRECY annual-2021 SIGNATURE ENTERED");
  EXPECT_EQ(NextSaid(*signatory), "PUBLISH annual-2021 SIGNATURE LEFT");
  EXPECT_THAT(Watch("user/xu-hui", 0)->AllThatIsThere(Said), IsEmpty());
}

TEST_F(TaskStreamTest, WhatIsOutOfTheCallersSightIsToldNoMore) {
  const std::string report = CreateReport(office_, "annual-2021").name();
  Clear(office_, report);
  EXPECT_THAT(Watch(kSignatory, 0)->AllThatIsThere(Said),
              ElementsAre("APPROVE_SECRECY annual-2021 SIGNATURE ENTERED"));
  publish::v1::ReturnReportRequest back;
  back.set_name(report);
  back.set_reason("附件缺页。");
  Must(office_.Call(kPublisher, &Publish::ReturnReport, back));
  EXPECT_THAT(Watch(kSignatory, 0)->AllThatIsThere(Said), IsEmpty());
}

TEST_F(TaskStreamTest, AReviewerIsNotToldTheDigestOfWhatHeMayNotRead) {
  const std::string report = Submitted("annual-2021");
  Return(kLegalReviewer, report, v1::LEGAL);
  intake::v1::UpdateReportRequest edit;
  edit.mutable_report()->set_name(report);
  edit.mutable_report()->set_body("改后的正文");
  Must(office_.Call(kDrafter, &Intake::UpdateReport, edit));
  Submit(office_, report);
  const auto watcher = Watch(kLegalReviewer, 0);
  std::vector<bool>
      known;  // the digest of the first content is out of date, that of the second not
  while (const auto message = watcher->Read()) {
    if (!message->has_position()) break;
    known.push_back(!message->content_sha256().empty());
  }
  EXPECT_THAT(known, ElementsAre(false, false, true));
}

TEST_F(TaskStreamTest, RefusesAQueueThatTheCallerHasNot) {
  const struct {
    const char* who;
    std::vector<v1::Stage> stages;
  } rows[] = {{kLegalReviewer, {v1::SECRECY}}, {kLegalReviewer, {v1::LEGAL, v1::ENDORSEMENT}},
              {kSecrecyReviewer, {v1::LEGAL}}, {kHead, {v1::SIGNATURE}},
              {kSignatory, {v1::ENDORSEMENT}}, {kDrafter, {}},
              {kPublisher, {v1::LEGAL}},       {"bot/website", {}}};
  for (const auto& row : rows) {
    EXPECT_EQ(Watch(row.who, 0, row.stages)->End().reason, Reason::kRoleRequired) << row.who;
  }
}

TEST_F(TaskStreamTest, RefusesWhatCannotBe) {
  Submitted("annual-2021");
  for (const std::int64_t from : {std::int64_t{4}, std::int64_t{-2}}) {
    const Error error = Watch(kLegalReviewer, from)->End();
    EXPECT_EQ(error.reason, Reason::kInvalidField) << error.message;
    EXPECT_EQ(error.metadata.at("field"), "from_position");
  }
}

TEST_F(TaskStreamTest, GoesOnFromEachPositionWithoutLossOrRepetition) {
  for (const char* id : {"first", "second"}) {
    const std::string report = Submitted(id);
    Approve(office_, kLegalReviewer, report, v1::LEGAL);
  }
  const auto whole = Watch(kTwoDesks, 0)->AllThatIsThere(Said);
  ASSERT_EQ(whole.size(), 4U);
  const auto watcher = Watch(kTwoDesks, 0);
  for (std::size_t told = 1; told <= whole.size(); ++told) {
    ASSERT_TRUE(watcher->Next());
    EXPECT_EQ(
        Watch(kTwoDesks, watcher->next_position())->AllThatIsThere(Said),
        std::vector<std::string>(whole.begin() + static_cast<std::ptrdiff_t>(told), whole.end()));
  }
}

TEST_F(TaskStreamTest, FromNowOnTellsFirstWhereItHasBegun) {
  Submitted("before");
  const auto watcher = Watch(kLegalReviewer, kNow);
  const auto begun = watcher->Read();
  ASSERT_TRUE(begun);
  EXPECT_FALSE(begun->has_position());
  EXPECT_EQ(begun->next_position(), 3);
  EXPECT_EQ(begun->report(), "");
  Submitted("after");
  EXPECT_EQ(NextSaid(*watcher), "SUBMIT after LEGAL ENTERED");
}

// Each report is in the list, or comes after it, whatever happens while the stream is opened.
TEST_F(TaskStreamTest, BetweenAListAndWhatFollowsNothingIsMissed) {
  constexpr int kReports = 40;
  std::thread drafter([this] {
    for (int i = 0; i < kReports; ++i) Submitted("report-" + std::to_string(i));
  });
  std::set<std::string> known;
  EXPECT_TRUE(support::Eventually([&] {
    known.clear();
    const auto watcher = Watch(kLegalReviewer, kNow);
    EXPECT_TRUE(watcher->Read());
    v1::ListTasksRequest list;
    list.set_stage(v1::LEGAL);
    list.set_page_size(1000);
    const auto page = Must(office_.Call(kLegalReviewer, &Review::ListTasks, list));
    for (const v1::Task& task : page.tasks()) known.insert(task.report());
    const bool midway = !known.empty() && known.size() < kReports;
    while (known.size() < kReports) {
      const auto change = watcher->Next();
      if (!change) return true;  // the size says that it is an error
      known.insert(change->report());
    }
    return midway || known.size() == kReports;
  }));
  drafter.join();
  EXPECT_EQ(known.size(), kReports);
}

TEST_F(TaskStreamTest, StaysAndGoesOnWhereWorkflowIsStartedAnew) {
  const auto watcher = Watch(kLegalReviewer, kNow);
  ASSERT_TRUE(watcher->Read());
  for (const char* id : {"first", "second", "third"}) {
    office_.Stop();
    office_.Start();
    Submitted(id);
    EXPECT_EQ(NextSaid(*watcher), "SUBMIT " + std::string(id) + " LEGAL ENTERED");
  }
}

TEST_F(TaskStreamTest, EndsWhenTheServerDrains) {
  const auto watcher = Watch(kLegalReviewer, kNow);
  ASSERT_TRUE(watcher->Read());
  stage_.Stop(5s);
  EXPECT_EQ(watcher->End().reason, Reason::kPeerUnavailable);  // as FromGrpcStatus has it
}

TEST_F(TaskStreamTest, EndsForWhomThePolicyTakesTheQueueAway) {
  const auto legal = Watch(kLegalReviewer, kNow);
  const auto both = Watch(kTwoDesks, kNow);
  const auto asked = Watch(kTwoDesks, kNow, {v1::LEGAL});
  for (TaskWatcher* watcher : {legal.get(), both.get(), asked.get()}) ASSERT_TRUE(watcher->Read());
  std::string policy =
      Policy("roles: [LEGAL_REVIEWER, SECRECY_REVIEWER]", "roles: [SECRECY_REVIEWER]");
  const std::string wang = "user/wang-fang: {department: 法规科, roles: [LEGAL_REVIEWER]}";
  policy.replace(policy.find(wang), wang.size(),
                 "user/wang-fang: {department: 法规科, roles: [DRAFTER]}");
  Written(policy);
  EXPECT_EQ(legal->End().reason, Reason::kRoleRequired);
  EXPECT_EQ(asked->End().reason, Reason::kRoleRequired);
  // Otherwise it would not hear of what comes into the queue until the policy gives the queue back.
  EXPECT_EQ(both->End().reason, Reason::kRoleRequired);
}

TEST_F(TaskStreamTest, OneCallerHasAFewOnly) {
  std::vector<std::unique_ptr<TaskWatcher>> watchers;
  while (watchers.size() < review::kWatchers.limit_per_caller) {
    watchers.push_back(Watch(kLegalReviewer, kNow));
    ASSERT_TRUE(watchers.back()->Read()) << watchers.size();
  }
  EXPECT_EQ(Watch(kLegalReviewer, kNow)->End().reason, Reason::kTooManyStreams);
  EXPECT_TRUE(Watch("user/zhao-min", kNow)->Read()) << "another caller";
  watchers.pop_back();
  EXPECT_TRUE(support::Eventually([&] { return Watch(kLegalReviewer, kNow)->Read().has_value(); }));
}

}  // namespace
}  // namespace gongkai::all
