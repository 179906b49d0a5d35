// report watch, task watch.
#include <cstdint>
#include <iostream>
#include <optional>
#include <string>

#include "gongkai/intake/v1/intake_service.grpc.pb.h"
#include "services/cli/commands/command_line.h"
#include "services/cli/commands/commands.h"
#include "services/cli/commands/task.h"
#include "services/cli/view/json.h"
#include "services/cli/view/names.h"
#include "services/cli/view/state_cell.h"
#include "services/cli/view/table.h"
#include "services/cli/view/time.h"
#include "services/cli/view/words.h"
#include "services/lib/client/client.h"

namespace gongkai::cli {
namespace {

using intake::v1::IntakeService;
using review::v1::ReviewService;

// Holds the options of a watch.
struct WatchOptions {
  std::optional<std::int64_t> from;  // nullopt: from now on
  std::int64_t count = 0;            // 0: without end
};

void AddWatchOptions(CLI::App& app, WatchOptions& options) {
  AddNumber(app, "--from", options.from, {0},
            "From this position of the ledger on; from now on when left out");
  AddNumber(app, "--count", options.count, {1}, "Stop after so many changes");
}

// Follows a stream until so many changes have come as are asked for. With --json also tells the
// messages that have only the position from which to resume. `add` adds the rows of a change.
template <class Service, class Method, class Request, class Add>
void Follow(Session& session, client::Client<Service>& client, Method method, Request request,
            const WatchOptions& options, Table table, const Add& add) {
  if (options.from) request.set_from_position(*options.from);
  std::int64_t seen = 0;
  client.Follow(
      method, request, [](const auto& message) { return message.next_position() - 1; },
      [&](const auto& message) {
        if (session.json) std::cout << ToJsonLine(message) << std::flush;
        if (!message.has_position()) return true;
        if (!session.json) {
          add(table, message);
          table.Print(session.out, std::cout);
        }
        return ++seen != options.count;
      });
}

void WatchReports(Session& session, const WatchOptions& args) {
  client::Client<IntakeService> intake(session.connection, client::Peer::kIntake);
  Follow(session, intake, &IntakeService::Stub::WatchReports, intake::v1::WatchReportsRequest(),
         args, Table({"POSITION", "TIME", "REPORT", "ACTION", "STATE", "BY"}, {8, 19, 20, 24, 28}),
         [](Table& table, const intake::v1::WatchReportsResponse& change) {
           table.Add({std::to_string(change.position()), LocalTime(change.time()),
                      std::string(ShortName(change.report())), Label(change.action()),
                      StateCell(change.to_state()), change.actor()});
         });
}

struct TaskWatchArgs {
  std::optional<review::v1::Stage> stage;
  WatchOptions watch;
};

void WatchTasks(Session& session, const TaskWatchArgs& args) {
  ReviewClient review(session.connection, client::Peer::kReview);
  review::v1::WatchTasksRequest request;
  if (args.stage) request.add_stages(*args.stage);
  Follow(session, review, &ReviewService::Stub::WatchTasks, request, args.watch,
         Table({"POSITION", "TIME", "REPORT", "STAGE", "TASK", "ACTION", "BY"},
               {8, 19, 20, 21, 12, 24}),
         [](Table& table, const review::v1::WatchTasksResponse& change) {
           for (const review::v1::TaskEvent& event : change.task_events()) {
             table.Add({std::to_string(change.position()), LocalTime(change.time()),
                        std::string(ShortName(change.report())), Label(event.stage()),
                        Label(event.change()), Label(change.action()), change.actor()});
           }
         });
}

}  // namespace

void AddReportWatch(CLI::App& report, Session& session) {
  const auto [app, args] = AddCommand<WatchOptions>(
      report, session, "watch",
      "Follow what happens to the reports of your department, until stopped (跟踪)",
      "gongkai report watch\n"
      "gongkai report watch --from 1200 --json | while read -r change; do …; done",
      WatchReports);
  AddWatchOptions(app, args);
}

void AddTaskWatch(CLI::App& task, Session& session) {
  const auto [app, args] = AddCommand<TaskWatchArgs>(
      task, session, "watch",
      "Follow what enters, changes and leaves your queues, until stopped (跟踪)",
      "gongkai task watch\n"
      "gongkai task watch --stage legal --from 1200 --json",
      WatchTasks);
  AddWord(app, "-s,--stage", args.stage,
          "One stage; all those whose queues you have when left out");
  AddWatchOptions(app, args.watch);
}

}  // namespace gongkai::cli
