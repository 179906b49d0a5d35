// task stuck: what nobody is left to review.
#include <google/protobuf/timestamp.pb.h>

#include <iostream>
#include <string>

#include "gongkai/workflow/v1/workflow_service.grpc.pb.h"
#include "services/cli/commands/command_line.h"
#include "services/cli/commands/commands.h"
#include "services/cli/view/json.h"
#include "services/cli/view/names.h"
#include "services/cli/view/state_cell.h"
#include "services/cli/view/table.h"
#include "services/cli/view/text.h"
#include "services/cli/view/time.h"
#include "services/lib/client/client.h"

namespace gongkai::cli {
namespace {

using workflow::v1::StuckReport;
using workflow::v1::WorkflowService;

struct StuckArgs {};

std::string ExcludedText(const StuckReport& report) {
  std::string out;
  for (const auto& excluded : report.excluded()) {
    if (!out.empty()) out += ", ";
    out += excluded.identity() + " " + excluded.reason();
  }
  return out;
}

void List(Session& session, const StuckArgs& /*args*/) {
  client::Client<WorkflowService> workflow(session.connection, client::Peer::kWorkflow);
  JsonArray array(std::cout);
  Table table({"REPORT", "STATE", "WAITING", "LACKS IN", "NEEDED", "LEFT", "MAY NOT"});
  workflow::v1::ListStuckReportsRequest request;
  request.set_page_size(1000);
  do {
    const auto page = workflow.Call(&WorkflowService::Stub::ListStuckReports, request);
    for (const StuckReport& report : page.stuck_reports()) {
      if (session.json) {
        array.Add(report);
        continue;
      }
      table.Add({std::string(ShortName(report.report())), StateCell(report.state()),
                 Duration(Between(report.state_time(), Now())), StateCell(report.stage()),
                 std::to_string(report.needed()) + (report.of_departments() ? " departments" : ""),
                 std::to_string(report.able()), ExcludedText(report)});
    }
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  if (session.json) return array.End();
  table.Print(session.out, std::cout);
}

}  // namespace

void AddTaskStuck(CLI::App& task, Session& session) {
  AddCommand<StuckArgs>(task, session, "stuck",
                        "List what too few people are left to review (无人可审); for auditors",
                        "gongkai task stuck", List);
}

}  // namespace gongkai::cli
