// report show, check, list, actions, content: what changes nothing.
#include <algorithm>
#include <iostream>

#include "gongkai/intake/v1/intake_service.grpc.pb.h"
#include "gongkai/workflow/v1/workflow_service.grpc.pb.h"
#include "services/cli/commands/command_line.h"
#include "services/cli/commands/commands.h"
#include "services/cli/commands/failure.h"
#include "services/cli/view/finding_view.h"
#include "services/cli/view/json.h"
#include "services/cli/view/names.h"
#include "services/cli/view/report_view.h"
#include "services/cli/view/state_cell.h"
#include "services/cli/view/table.h"
#include "services/cli/view/time.h"
#include "services/lib/client/client.h"
#include "workflow/base/digest.h"

namespace gongkai::cli {
namespace {

using intake::v1::IntakeService;
using intake::v1::Report;
using workflow::v1::WorkflowService;

struct ShowArgs {
  std::string report;
  std::string content;
  bool body_only = false;
};

void Show(Session& session, const ShowArgs& args) {
  intake::v1::GetReportRequest request;
  request.set_name(ReportName(args.report));
  request.set_content_sha256(args.content);
  client::Client<IntakeService> intake(session.connection, client::Peer::kIntake);
  const Report report = intake.Call(&IntakeService::Stub::GetReport, request);
  if (args.body_only) {
    std::cout << report.body();
  } else {
    PrintReport(session.out, session.format(), report);
  }
}

void Check(Session& session, const ShowArgs& args) {
  intake::v1::CheckReportRequest request;
  request.set_name(ReportName(args.report));
  request.set_content_sha256(args.content);
  client::Client<IntakeService> intake(session.connection, client::Peer::kIntake);
  const auto response = intake.Call(&IntakeService::Stub::CheckReport, request);
  if (session.json) {
    std::cout << ToJson(response);
  } else {
    PrintFindings(response.findings(), session.language, session.out);
  }
  const auto errors = std::ranges::count(response.findings(), workflow::v1::ERROR,
                                         &workflow::v1::FormFinding::severity);
  if (errors > 0) {
    throw Failure(ExitCode::kRefused, "CONTENT_INCOMPLETE",
                  {request.name() + " cannot be submitted yet", request.name() + " 还不能送审"});
  }
  if (!session.json) std::cout << request.name() << " can be submitted\n";
}

void List(Session& session, const ListOptions& args) {
  client::Client<IntakeService> intake(session.connection, client::Peer::kIntake);
  intake::v1::ListReportsRequest request;
  request.set_filter(args.filter);
  JsonArray array(std::cout);
  Table table({"REPORT", "STATE", "UPDATED", "CREATOR", "DEPARTMENT", "TITLE"});
  const bool more = intake.List(
      &IntakeService::Stub::ListReports, request, &intake::v1::ListReportsResponse::reports,
      args.Limit(), [&](const Report& report) {
        if (session.json) return array.Add(report);
        table.Add({std::string(ShortName(report.name())), StateCell(report.state()),
                   LocalTime(report.update_time()), report.creator(), report.department(),
                   report.title()});
      });
  if (session.json) return array.End();
  table.Print(session.out, std::cout);
  TellIfCut(session, args, more);
}

struct NameArgs {
  std::string report;
};

void Actions(Session& session, const NameArgs& args) {
  workflow::v1::ListActionsRequest request;
  request.set_name(ReportName(args.report));
  client::Client<WorkflowService> workflow(session.connection, client::Peer::kWorkflow);
  const auto response = workflow.Call(&WorkflowService::Stub::ListActions, request);
  JsonArray array(std::cout);
  Table table({"ACTION", "POSSIBLE", "LEADS TO", "WHY NOT"});
  for (const auto& action : response.actions()) {
    if (session.json) {
      array.Add(action);
    } else if (action.allowed()) {
      table.Add({Label(action.action()), {"yes", Style::kGood}, StateCell(action.to()), ""});
    } else {
      table.Add(
          {{Label(action.action()), Style::kFaint},
           {"no", Style::kFaint},
           "",
           {action.reason() + ": " + In(session.language, {action.message(), action.message_zh()}),
            Style::kFaint}});
    }
  }
  if (session.json) return array.End();
  table.Print(session.out, std::cout);
}

struct ContentArgs {
  std::string report;
  std::string digest;
};

// The service is not trusted with the digest: it is computed here.
void Content(Session& session, const ContentArgs& args) {
  client::Client<IntakeService> intake(session.connection, client::Peer::kIntake);
  std::string expected = args.digest;
  if (expected.empty()) {
    intake::v1::GetReportRequest get;
    get.set_name(ReportName(args.report));
    expected = intake.Call(&IntakeService::Stub::GetReport, get).content_sha256();
  }
  intake::v1::GetContentRequest request;
  request.set_name(ReportName(args.report));
  request.set_content_sha256(expected);
  const std::string content = intake.Call(&IntakeService::Stub::GetContent, request).content();
  if (const std::string digest = base::Sha256(content).ToHex(); digest != expected) {
    throw Failure(ExitCode::kDataLoss, "DIGEST_MISMATCH",
                  {"the content has the digest " + digest + ", not " + expected,
                   "内容的摘要是 " + digest + "，不是 " + expected});
  }
  std::cout << content;
}

void AddShow(CLI::App& report, Session& session) {
  const auto [app, args] =
      AddCommand<ShowArgs>(report, session, "show", "Show a report with its text and attachments",
                           "gongkai report show annual-2021\n"
                           "gongkai report show annual-2021 --body > annual-2021.md\n"
                           "gongkai report show annual-2021 --json | jq -r .etag",
                           Show);
  AddPositional(app, "REPORT", args.report, "Its name");
  app.add_flag("-b,--body", args.body_only, "Only the text, exactly as it is stored");
  AddText(app, "--at", args.content, "SHA256", "An earlier content, by its digest");
}

void AddCheck(CLI::App& report, Session& session) {
  const auto [app, args] = AddCommand<ShowArgs>(
      report, session, "check", "Tell which rules of the review form a report breaks (送审前检查)",
      "gongkai report check annual-2021\n"
      "gongkai report check annual-2021 --json | jq -r '.findings[].rule'",
      Check);
  AddPositional(app, "REPORT", args.report, "Its name");
  AddText(app, "--at", args.content, "SHA256", "An earlier content, by its digest");
}

void AddContent(CLI::App& report, Session& session) {
  const auto [app, args] = AddCommand<ContentArgs>(
      report, session, "content",
      "Write the exact bytes that the content digest is of, after checking that it is",
      "gongkai report content annual-2021 | sha256sum\n"
      "gongkai report content annual-2021 | protoc --decode gongkai.intake.v1.Content …",
      Content);
  AddPositional(app, "REPORT", args.report, "Its name");
  AddText(app, "--at", args.digest, "SHA256", "An earlier content, by its digest");
}

}  // namespace

void AddReportReadCommands(CLI::App& report, Session& session) {
  AddShow(report, session);

  const auto [list, list_args] = AddCommand<ListOptions>(
      report, session, "list", "List reports, the newest first",
      "gongkai report list\n"
      "gongkai report list --all --filter 'state = DRAFT AND creator = \"user/zhang-wei\"'",
      List);
  AddListOptions(list, list_args, "state, department, creator, state_time");

  const auto [actions, actions_args] = AddCommand<NameArgs>(
      report, session, "actions", "List what you may do with a report now, and why not the rest",
      "gongkai report actions annual-2021", Actions);
  AddPositional(actions, "REPORT", actions_args.report, "Its name");

  AddCheck(report, session);
  AddContent(report, session);
}

}  // namespace gongkai::cli
