// why: whether somebody may do something to a report, and why.
#include <iostream>
#include <string>

#include "gongkai/workflow/v1/workflow_service.grpc.pb.h"
#include "services/cli/commands/command_line.h"
#include "services/cli/commands/commands.h"
#include "services/cli/commands/failure.h"
#include "services/cli/view/form_view.h"
#include "services/cli/view/json.h"
#include "services/cli/view/names.h"
#include "services/cli/view/state_cell.h"
#include "services/cli/view/table.h"
#include "services/cli/view/words.h"
#include "services/lib/client/client.h"

namespace gongkai::cli {
namespace {

using workflow::v1::PermissionExplanation;
using workflow::v1::WorkflowService;

constexpr std::string_view kCaller = "me";

struct WhyArgs {
  std::string person;  // `user/…`, `bot/…`, or `me`
  std::string action;
  std::string report;
};

workflow::v1::Action ActionOf(const std::string& word) {
  if (const auto action = Find<workflow::v1::Action>(word)) return *action;
  const std::string choices = Choices(VocabularyOf<workflow::v1::Action>());
  throw UsageError(
      {"`" + word + "` is none of " + choices, "“" + word + "”不是 " + choices + " 之一"});
}

void Print(const Session& session, const PermissionExplanation& why) {
  Table table({"RULE", "HOLDS", "WHY", "ENTRIES"});
  for (const auto& fact : why.facts()) {
    table.Add({fact.rule(),
               fact.holds() ? Cell{"yes 是", Style::kGood} : Cell{"no 否", Style::kBad},
               In(session.language, {fact.text(), fact.text_zh()}), Joined(fact.entries())});
  }
  table.Print(session.out, std::cout);
}

void Why(Session& session, const WhyArgs& args) {
  workflow::v1::ExplainPermissionRequest request;
  request.set_name(ReportName(args.report));
  request.set_action(ActionOf(args.action));
  if (args.person != kCaller) request.set_identity(args.person);
  client::Client<WorkflowService> workflow(session.connection, client::Peer::kWorkflow);
  const auto why = workflow.Call(&WorkflowService::Stub::ExplainPermission, request);
  if (session.json) {
    std::cout << ToJson(why);
  } else {
    Print(session, why);
  }
  const bool asks_of_self = request.identity().empty();
  const std::string action = Label(request.action());
  if (!why.allowed()) {
    throw Failure(ExitCode::kRefused, why.reason(),
                  {(asks_of_self ? "you" : args.person) + " may not " + action + " " +
                       request.name() + " now",
                   (asks_of_self ? "您" : args.person + " ") + "现在不能对 " + request.name() +
                       " 办理“" + action + "”"});
  }
  if (!session.json) {
    std::cout << (asks_of_self ? "you" : args.person) << " may " << action << ' ' << request.name()
              << ": it would be " << StateCell(why.to()).text << '\n';
  }
}

}  // namespace

void AddWhy(CLI::App& parent, Session& session) {
  const auto [app, args] =
      AddCommand<WhyArgs>(parent, session, "why",
                          "Tell whether somebody may do something to a report, and why (为什么)",
                          "gongkai why me submit annual-2021\n"
                          "gongkai why user/wang-fang approve-legal annual-2021",
                          Why);
  AddPositional(app, "PERSON", args.person,
                "user/NAME, bot/NAME, or `me`; auditors ask about others");
  AddPositional(app, "ACTION", args.action, "What would be done, such as publish or 发布");
  AddPositional(app, "REPORT", args.report, "Its name");
}

}  // namespace gongkai::cli
