// `gongkai deadline`: what it asks, and what it says of the answer.
#include <gmock/gmock.h>

#include <string>

#include "gongkai/workflow/v1/workflow_service.grpc.pb.h"
#include "tests/services/cli/office.h"

namespace gongkai::cli {
namespace {

using testing::AllOf;
using testing::HasSubstr;
namespace wf = workflow::v1;

void SetDate(int day, google::type::Date& date) {
  date.set_year(2025);
  date.set_month(9);
  date.set_day(day);
}

void AddDay(int day, wf::DayKind kind, int number, bool stopped, wf::Deadline& deadline) {
  wf::DeadlineDay& row = *deadline.add_days();
  SetDate(day, *row.mutable_date());
  row.set_kind(kind);
  row.set_number(number);
  row.set_stopped(stopped);
}

// Answers of every report but one that it has a deadline.
class Clock final : public wf::WorkflowService::Service {
 public:
  grpc::Status ExplainDeadline(grpc::ServerContext*, const wf::ExplainDeadlineRequest* request,
                               wf::DeadlineExplanation* response) override {
    response->set_report(request->name());
    response->set_calendar("2019-2026");
    if (request->name() == "reports/none") return grpc::Status::OK;
    wf::Deadline& deadline = *response->add_deadlines();
    deadline.set_kind(wf::STAGE_TERM);
    deadline.set_status(wf::PASSED);
    SetDate(26, *deadline.mutable_start_date());
    deadline.set_working_days(2);
    deadline.set_days_over(2);
    deadline.mutable_due_time()->set_seconds(1'759'248'000);
    AddDay(27, wf::WEEKEND, 0, false, deadline);
    AddDay(28, wf::WORKED_WEEKEND, 1, false, deadline);
    AddDay(29, wf::WORKDAY, 0, true, deadline);
    AddDay(30, wf::WORKDAY, 2, false, deadline);
    return grpc::Status::OK;
  }
};

class DeadlineTest : public ::testing::Test {
 protected:
  Clock clock_;
  const Office office_{{&clock_}, "service/workflow"};
};

TEST_F(DeadlineTest, IsToldDayByDay) {
  const Outcome outcome = office_.Run({"deadline", "annual-2021"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(outcome.out,
              AllOf(HasSubstr("STAGE_TERM 办理期限"), HasSubstr("PASSED 已过"),
                    HasSubstr("2 of 2 are over"), HasSubstr("2025-09-26"), HasSubstr("2019-2026")));
  EXPECT_THAT(outcome.out, HasSubstr("2025-09-28  Sun 周日  1       WORKED_WEEKEND 调休上班"));
  EXPECT_THAT(outcome.out, HasSubstr("WORKDAY 工作日, clock stopped 暂停计时"));
}

TEST_F(DeadlineTest, OfWhatHasNoneIsSaidToBeNone) {
  const Outcome outcome = office_.Run({"deadline", "none"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr("reports/none has no deadline 没有期限"));
}

TEST_F(DeadlineTest, IsToldToPrograms) {
  const Outcome outcome = office_.Run({"deadline", "annual-2021", "--json"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(outcome.out,
              AllOf(HasSubstr("\"status\": \"PASSED\""), HasSubstr("\"stopped\": true"),
                    HasSubstr("2025-09-30T16:00:00Z")));
}

}  // namespace
}  // namespace gongkai::cli
