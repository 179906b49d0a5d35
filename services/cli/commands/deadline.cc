// deadline: when something must be done with a report, and why then.
#include <google/protobuf/timestamp.pb.h>

#include <iostream>
#include <string>
#include <utility>
#include <vector>

#include "gongkai/workflow/v1/workflow_service.grpc.pb.h"
#include "services/cli/commands/command_line.h"
#include "services/cli/commands/commands.h"
#include "services/cli/view/json.h"
#include "services/cli/view/names.h"
#include "services/cli/view/table.h"
#include "services/cli/view/time.h"
#include "services/cli/view/words.h"
#include "services/lib/client/client.h"

namespace gongkai::cli {
namespace {

using workflow::v1::Deadline;
using workflow::v1::DeadlineDay;
using workflow::v1::DeadlineExplanation;
using workflow::v1::DeadlineStatus;
using workflow::v1::WorkflowService;

struct DeadlineArgs {
  std::string report;
};

Cell StatusCell(DeadlineStatus status) {
  switch (status) {
    case workflow::v1::PASSED:
      return {Label(status), Style::kBad};
    case workflow::v1::RUNNING:
      return {Label(status), Style::kGood};
    default:
      return {Label(status), Style::kHeading};
  }
}

std::string WhyText(const DeadlineDay& day) {
  return Label(day.kind()) + (day.stopped() ? ", clock stopped 暂停计时" : "");
}

void PrintDays(const Deadline& deadline, const Terminal& out) {
  Table table({"DAY", "WEEKDAY", "NUMBER", "KIND"});
  for (const DeadlineDay& day : deadline.days()) {
    const Style style = day.number() == 0 ? Style::kFaint : Style::kPlain;
    table.Add({{DayText(day.date()), style},
               {Weekday(day.date()), style},
               {day.number() == 0 ? "" : std::to_string(day.number()), style},
               {WhyText(day), style}});
  }
  table.Print(out, std::cout);
}

void Print(const DeadlineExplanation& why, const Terminal& out) {
  if (why.deadlines().empty()) std::cout << why.report() << " has no deadline 没有期限\n";
  for (const Deadline& deadline : why.deadlines()) {
    PrintFields({{"deadline", {Label(deadline.kind()), Style::kHeading}},
                 {"status", StatusCell(deadline.status())},
                 {"from", DayText(deadline.start_date())},
                 {"working days", std::to_string(deadline.days_over()) + " of " +
                                      std::to_string(deadline.working_days()) + " are over"},
                 {"near from", LocalTime(deadline.near_time())},
                 {"due before", LocalTime(deadline.due_time())},
                 {"calendar", why.calendar()}},
                out, std::cout);
    std::cout << '\n';
    PrintDays(deadline, out);
    std::cout << '\n';
  }
}

void Explain(Session& session, const DeadlineArgs& args) {
  workflow::v1::ExplainDeadlineRequest request;
  request.set_name(ReportName(args.report));
  client::Client<WorkflowService> workflow(session.connection, client::Peer::kWorkflow);
  const auto why = workflow.Call(&WorkflowService::Stub::ExplainDeadline, request);
  if (session.json) {
    std::cout << ToJson(why);
  } else {
    Print(why, session.out);
  }
}

}  // namespace

void AddDeadline(CLI::App& parent, Session& session) {
  const auto [app, args] =
      AddCommand<DeadlineArgs>(parent, session, "deadline",
                               "Tell when something must be done with a report, and which days "
                               "count until then (期限)",
                               "gongkai deadline annual-2021\n"
                               "gongkai deadline annual-2021 --json | jq -r '.deadlines[].dueTime'",
                               Explain);
  AddPositional(app, "REPORT", args.report, "Its name");
}

}  // namespace gongkai::cli
