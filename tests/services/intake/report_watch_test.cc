// WatchReports: intake as a process of its own beside the others.
#include "services/intake/api/report_watch.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "services/intake/intake_host.h"
#include "tests/services/all/test_stage.h"
#include "tests/services/all/watcher.h"
#include "tests/services/all/way_of_a_report.h"
#include "tests/support/eventually.h"
#include "tests/support/test_folder.h"

namespace gongkai::all {
namespace {

namespace v1 = intake::v1;
namespace wf = workflow::v1;
using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr char kColleague[] = "user/li-na";
constexpr char kOutsider[] = "user/wu-hao";  // a drafter of another department
constexpr std::int64_t kNow = -1;            // where a stream begins

using ReportWatcher = Watcher<Intake, v1::WatchReportsRequest, v1::WatchReportsResponse>;

// "SUBMIT annual-2021"
std::string Said(const v1::WatchReportsResponse& message) {
  return wf::Action_Name(message.action()) + ' ' +
         message.report().substr(std::string("reports/").size());
}

std::string NextSaid(ReportWatcher& watcher) {
  const auto message = watcher.Next();
  return message ? Said(*message) : "the end";
}

class ReportWatchTest : public ::testing::Test {
 protected:
  std::unique_ptr<ReportWatcher> Watch(const std::string& identity, std::int64_t from) {
    v1::WatchReportsRequest request;
    if (from != kNow) request.set_from_position(from);
    return std::make_unique<ReportWatcher>(stage_.As(identity), &Intake::WatchReports, request);
  }

  // From a draft to a publication: five changes.
  std::string Published(const std::string& id, const std::string& corrects = "") {
    const std::string report = CreateReport(office_, id, corrects).name();
    Clear(office_, report);
    PublishReport(office_, report);
    return report;
  }

  const support::TestFolder folder_;
  TestOffice office_;
  intake::IntakeHost host_{folder_.path(), {}};
  TestStage stage_{office_, "intake", kNowhere,
                   [this](rpc::Gate& gate, rpc::Peer& workflow, rpc::Peer& /*intake*/) {
                     return host_.MakeService(gate, workflow);
                   }};
};

TEST_F(ReportWatchTest, TellsWhatHappensToTheReportsOfTheDepartment) {
  const auto watcher = Watch(kColleague, 0);
  const std::string report = Published("annual-2021");
  Published("correction", report);
  const auto created = watcher->Next();
  ASSERT_TRUE(created);
  EXPECT_EQ(Said(*created), "CREATE annual-2021");
  EXPECT_EQ(created->position(), 1);
  EXPECT_EQ(created->next_position(), 2);
  EXPECT_EQ(created->from_state(), wf::STATE_UNSPECIFIED);
  EXPECT_EQ(created->to_state(), wf::DRAFT);
  EXPECT_EQ(created->actor(), kDrafter);
  EXPECT_EQ(created->content_sha256(), ContentOf(office_, report));
  EXPECT_GT(created->time().seconds(), 0);
  for (const char* said : {"SUBMIT annual-2021", "APPROVE_LEGAL annual-2021",
                           "APPROVE_SECRECY annual-2021", "PUBLISH annual-2021"}) {
    EXPECT_EQ(NextSaid(*watcher), said);
  }
  const auto correction = watcher->Next();
  ASSERT_TRUE(correction);
  EXPECT_EQ(Said(*correction), "CREATE correction");
  EXPECT_EQ(correction->related_report(), report);
}

TEST_F(ReportWatchTest, TellsDraftersHeadsAndBotsOfTheDepartmentAndNobodyElse) {
  Published("annual-2021");
  for (const char* who : {kDrafter, kColleague, "user/ma-chao", "bot/pipeline"}) {
    EXPECT_EQ(Watch(who, 0)->AllThatIsThere(Said).size(), 5U) << who;
  }
  // Not even of what is public.
  for (const char* who : {kOutsider, "user/xu-hui"}) {
    EXPECT_THAT(Watch(who, 0)->AllThatIsThere(Said), IsEmpty()) << who;
  }
  for (const char* who : {"bot/website", kLegalReviewer, kPublisher, kAuditor}) {
    EXPECT_EQ(Watch(who, 0)->End().reason, Reason::kRoleRequired) << who;
  }
}

TEST_F(ReportWatchTest, AHeadHearsNothingOfAReportThatItsDepartmentOnlyIssuesToo) {
  const std::string report = CreateReport(office_, "joint-2021").name();
  v1::UpdateReportRequest edit;
  edit.mutable_report()->set_name(report);
  edit.mutable_report()->add_co_issuing_departments("清河县财政局");
  edit.mutable_update_mask()->add_paths("co_issuing_departments");
  Must(office_.Call(kDrafter, &Intake::UpdateReport, edit));
  EXPECT_THAT(Watch("user/xu-hui", 0)->AllThatIsThere(Said), IsEmpty());
  EXPECT_THAT(Watch("user/ma-chao", 0)->AllThatIsThere(Said),
              ElementsAre("CREATE joint-2021", "EDIT joint-2021"));
}

TEST_F(ReportWatchTest, RefusesAPositionThatCannotBe) {
  CreateReport(office_, "annual-2021");
  for (const std::int64_t from : {std::int64_t{3}, std::int64_t{-2}}) {
    const Error error = Watch(kDrafter, from)->End();
    EXPECT_EQ(error.reason, Reason::kInvalidField) << error.message;
    EXPECT_EQ(error.metadata.at("field"), "from_position");
  }
}

TEST_F(ReportWatchTest, GoesOnFromEachPositionWithoutLossOrRepetition) {
  for (const char* id : {"first", "second"}) Published(id);
  const auto whole = Watch(kDrafter, 0)->AllThatIsThere(Said);
  ASSERT_EQ(whole.size(), 10U);
  const auto watcher = Watch(kDrafter, 0);
  for (std::size_t told = 1; told <= whole.size(); ++told) {
    ASSERT_TRUE(watcher->Next());
    EXPECT_EQ(
        Watch(kDrafter, watcher->next_position())->AllThatIsThere(Said),
        std::vector<std::string>(whole.begin() + static_cast<std::ptrdiff_t>(told), whole.end()));
  }
}

TEST_F(ReportWatchTest, FromNowOnTellsFirstWhereItHasBegun) {
  CreateReport(office_, "before");
  const auto watcher = Watch(kDrafter, kNow);
  const auto begun = watcher->Read();
  ASSERT_TRUE(begun);
  EXPECT_FALSE(begun->has_position());
  EXPECT_EQ(begun->next_position(), 2);
  CreateReport(office_, "after");
  EXPECT_EQ(NextSaid(*watcher), "CREATE after");
}

// Whoever is told nothing for long learns how far the stream is, so that it need not read all anew.
TEST_F(ReportWatchTest, WhoIsToldNothingForLongLearnsHowFarTheStreamIs) {
  const auto watcher = Watch(kOutsider, kNow);
  ASSERT_TRUE(watcher->Read());
  const std::string report = CreateReport(office_, "annual-2021").name();
  v1::UpdateReportRequest edit;
  edit.mutable_report()->set_name(report);
  for (int i = 0; i < 1000; ++i) {
    edit.mutable_report()->set_body("改 " + std::to_string(i));
    Must(office_.Call(kDrafter, &Intake::UpdateReport, edit));
  }
  const auto progress = watcher->Read();
  ASSERT_TRUE(progress);
  EXPECT_FALSE(progress->has_position());
  EXPECT_GE(progress->next_position(), 1000);
}

TEST_F(ReportWatchTest, StaysAndGoesOnWhereWorkflowIsStartedAnew) {
  const auto watcher = Watch(kColleague, kNow);
  ASSERT_TRUE(watcher->Read());
  for (const char* id : {"first", "second", "third"}) {
    office_.Stop();
    office_.Start();
    CreateReport(office_, id);
    EXPECT_EQ(NextSaid(*watcher), "CREATE " + std::string(id));
  }
}

TEST_F(ReportWatchTest, EndsWhenTheServerDrains) {
  const auto watcher = Watch(kDrafter, kNow);
  ASSERT_TRUE(watcher->Read());
  stage_.Stop(5s);
  EXPECT_EQ(watcher->End().reason, Reason::kPeerUnavailable);  // as FromGrpcStatus has it
}

TEST_F(ReportWatchTest, OneCallerHasAFewOnly) {
  constexpr std::size_t kMost = 16;
  std::vector<std::unique_ptr<ReportWatcher>> watchers;
  while (watchers.size() < kMost) {
    watchers.push_back(Watch(kDrafter, kNow));
    ASSERT_TRUE(watchers.back()->Read()) << watchers.size();
  }
  EXPECT_EQ(Watch(kDrafter, kNow)->End().reason, Reason::kTooManyStreams);
  EXPECT_TRUE(Watch(kColleague, kNow)->Read()) << "another caller";
  watchers.pop_back();
  EXPECT_TRUE(support::Eventually([&] { return Watch(kDrafter, kNow)->Read().has_value(); }));
}

}  // namespace
}  // namespace gongkai::all
