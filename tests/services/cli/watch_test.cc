// `gongkai task watch` and `gongkai report watch`: from where they follow, and what they show.
#include <gmock/gmock.h>

#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <vector>

#include "gongkai/intake/v1/intake_service.grpc.pb.h"
#include "gongkai/review/v1/review_service.grpc.pb.h"
#include "tests/services/cli/office.h"

namespace gongkai::cli {
namespace {

using testing::HasSubstr;
using testing::Not;
namespace wf = workflow::v1;

const grpc::Status kAway(grpc::StatusCode::UNAVAILABLE, "away");

// Follows tasks: says where it begins, tells one change, and is gone; then the next.
class Desk final : public review::v1::ReviewService::Service {
 public:
  grpc::Status WatchTasks(grpc::ServerContext*, const review::v1::WatchTasksRequest* request,
                          grpc::ServerWriter<review::v1::WatchTasksResponse>* writer) override {
    asked.push_back(*request);
    const std::int64_t next = request->has_from_position() ? request->from_position() : 7;
    review::v1::WatchTasksResponse begun;
    begun.set_next_position(next);
    writer->Write(begun);
    review::v1::WatchTasksResponse change;
    change.set_position(next);
    change.set_next_position(next + 1);
    change.set_report("reports/annual-2021");
    change.set_action(wf::APPROVE_LEGAL);
    change.set_actor("user/wang-fang");
    review::v1::TaskEvent& left = *change.add_task_events();
    left.set_stage(review::v1::LEGAL);
    left.set_change(review::v1::LEFT);
    review::v1::TaskEvent& entered = *change.add_task_events();
    entered.set_stage(review::v1::SECRECY);
    entered.set_change(review::v1::ENTERED);
    writer->Write(change);
    return kAway;
  }

  std::vector<review::v1::WatchTasksRequest> asked;
};

TEST(TaskWatch, BeginsNowAndGoesOnFromWhereItWas) {
  Desk desk;
  const Office office({&desk}, "service/review");
  const Outcome outcome = office.Run({"task", "watch", "--stage", "合法性审查", "--count", "2"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  ASSERT_EQ(desk.asked.size(), 2U);
  EXPECT_FALSE(desk.asked[0].has_from_position());
  EXPECT_EQ(desk.asked[1].from_position(), 8);
  for (const auto& request : desk.asked) {
    ASSERT_EQ(request.stages_size(), 1);
    EXPECT_EQ(request.stages(0), review::v1::LEGAL);
  }
}

TEST(TaskWatch, ShowsOneLineForEachQueue) {
  Desk desk;
  const Office office({&desk}, "service/review");
  const Outcome outcome = office.Run({"task", "watch", "--from", "3", "--count", "1"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  ASSERT_EQ(desk.asked.size(), 1U);
  EXPECT_EQ(desk.asked[0].from_position(), 3);
  EXPECT_TRUE(desk.asked[0].stages().empty());
  EXPECT_THAT(outcome.out, HasSubstr("LEGAL 合法性审查"));
  EXPECT_THAT(outcome.out, HasSubstr("LEFT 离开"));
  EXPECT_THAT(outcome.out, HasSubstr("SECRECY 保密审查"));
  EXPECT_THAT(outcome.out, HasSubstr("ENTERED 进入"));
  EXPECT_THAT(outcome.out, HasSubstr("APPROVE_LEGAL"));
}

TEST(TaskWatch, TellsAScriptAlsoWhereItHasBegun) {
  Desk desk;
  const Office office({&desk}, "service/review");
  const Outcome outcome = office.Run({"task", "watch", "--json", "--count", "1"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  std::istringstream lines(outcome.out);
  std::vector<nlohmann::json> messages;
  for (std::string line; std::getline(lines, line);)
    messages.push_back(nlohmann::json::parse(line));
  ASSERT_EQ(messages.size(), 2U);
  EXPECT_FALSE(messages[0].contains("position"));
  EXPECT_EQ(messages[0].at("nextPosition"), "7");
  EXPECT_EQ(messages[1].at("position"), "7");
  EXPECT_EQ(messages[1].at("taskEvents").size(), 2U);
}

// Tells of one change to a report.
class Registry final : public intake::v1::IntakeService::Service {
 public:
  grpc::Status WatchReports(grpc::ServerContext*, const intake::v1::WatchReportsRequest* request,
                            grpc::ServerWriter<intake::v1::WatchReportsResponse>* writer) override {
    asked = *request;
    intake::v1::WatchReportsResponse change;
    change.set_position(12);
    change.set_next_position(13);
    change.set_report("reports/annual-2021");
    change.set_action(wf::RETURN);
    change.set_to_state(wf::DRAFT);
    change.set_actor("user/chen-jie");
    writer->Write(change);
    return kAway;
  }

  intake::v1::WatchReportsRequest asked;
};

TEST(ReportWatch, ShowsWhatHappens) {
  Registry registry;
  const Office office({&registry});
  const Outcome outcome = office.Run({"report", "watch", "--from", "12", "--count", "1"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_EQ(registry.asked.from_position(), 12);
  for (const char* text : {"12", "annual-2021", "RETURN 退回", "DRAFT 起草", "user/chen-jie"}) {
    EXPECT_THAT(outcome.out, HasSubstr(text));
  }
  EXPECT_THAT(outcome.out, Not(HasSubstr("reports/")));
}

}  // namespace
}  // namespace gongkai::cli
