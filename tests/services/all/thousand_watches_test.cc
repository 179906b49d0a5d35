// A thousand open watches of each of the two services, each of them a process of its own, and each
// watch of a person: two thousand streams at workflow.
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

#include "services/intake/intake_host.h"
#include "services/review/review_service.h"
#include "tests/services/all/test_stage.h"
#include "tests/services/all/watcher.h"
#include "tests/services/all/way_of_a_report.h"
#include "tests/support/test_folder.h"

namespace gongkai::all {
namespace {

constexpr int kWatches = 1000;
constexpr int kOfOnePerson = 16;
constexpr int kPeople = (kWatches + kOfOnePerson - 1) / kOfOnePerson;

using TaskWatcher = Watcher<Review, review::v1::WatchTasksRequest, review::v1::WatchTasksResponse>;
using ReportWatcher =
    Watcher<Intake, intake::v1::WatchReportsRequest, intake::v1::WatchReportsResponse>;

class ThousandWatchesTest : public ::testing::Test {
 protected:
  // The policy for development, with many legal reviewers and many drafters.
  std::filesystem::path WritePolicy() {
    std::ifstream file(GONGKAI_SOURCE_DIR "/deploy/policy.yaml");
    std::string policy((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
    std::string people;
    for (int i = 0; i < kPeople; ++i) {
      people += "  user/legal-" + std::to_string(i) +
                ": {department: 法规科, roles: [LEGAL_REVIEWER]}\n  user/drafter-" +
                std::to_string(i) + ": {department: 清河县人民政府办公室, roles: [DRAFTER]}\n";
    }
    policy.insert(policy.find("  # Bots:"), people);
    support::WriteFile(folder_ / "policy.yaml", policy);
    std::filesystem::create_directories(folder_ / "intake");
    return folder_ / "policy.yaml";
  }

  // Opens them, and waits until each follows.
  template <class Watcher, class Method, class Request>
  static std::vector<std::unique_ptr<Watcher>> Open(const TestStage& stage,
                                                    const std::string& people, Method method,
                                                    const Request& request) {
    std::vector<std::unique_ptr<Watcher>> watchers;
    std::shared_ptr<grpc::Channel> channel;
    for (int i = 0; i < kWatches; ++i) {
      if (i % kOfOnePerson == 0) {
        channel = stage.As(people + std::to_string(i / kOfOnePerson));
      }
      watchers.push_back(std::make_unique<Watcher>(channel, method, request));
    }
    int open = 0;
    for (const auto& watcher : watchers) open += watcher->Read() ? 1 : 0;
    EXPECT_EQ(open, kWatches);
    return watchers;
  }

  const support::TestFolder folder_;
  TestOffice office_{WritePolicy()};
  runtime::Streams watchers_{review::kWatchers};
  intake::IntakeHost host_{folder_ / "intake", {}};
  TestStage review_{office_, "review", office_.address(),
                    [this](rpc::Gate& gate, rpc::Peer& workflow, rpc::Peer& intake) {
                      return review::MakeReviewService(gate, watchers_, workflow, intake);
                    }};
  TestStage intake_{office_, "intake", kNowhere,
                    [this](rpc::Gate& gate, rpc::Peer& workflow, rpc::Peer& /*intake*/) {
                      return host_.MakeService(gate, workflow);
                    }};
};

TEST_F(ThousandWatchesTest, EachHearsOfAChangeAndTheOfficeGoesOnWorking) {
  const auto tasks = Open<TaskWatcher>(review_, "user/legal-", &Review::WatchTasks,
                                       review::v1::WatchTasksRequest());
  const auto reports = Open<ReportWatcher>(intake_, "user/drafter-", &Intake::WatchReports,
                                           intake::v1::WatchReportsRequest());
  const std::string report = CreateReport(office_, "annual-2021").name();
  Submit(office_, report);
  // Calls of review to workflow have room beside its streams.
  review::v1::ListTasksRequest list;
  list.set_stage(review::v1::LEGAL);
  EXPECT_EQ(Must(Call(review_.As(kLegalReviewer), &Review::ListTasks, list)).tasks_size(), 1);

  int heard = 0;
  for (const auto& watcher : tasks) {
    const auto change = watcher->Next();
    heard += change && change->action() == workflow::v1::SUBMIT ? 1 : 0;
  }
  EXPECT_EQ(heard, kWatches) << "of those who follow tasks";
  heard = 0;
  for (const auto& watcher : reports) {
    const auto created = watcher->Next();
    const auto submitted = watcher->Next();
    heard += created && submitted && submitted->action() == workflow::v1::SUBMIT ? 1 : 0;
  }
  EXPECT_EQ(heard, kWatches) << "of those who follow reports";
}

}  // namespace
}  // namespace gongkai::all
