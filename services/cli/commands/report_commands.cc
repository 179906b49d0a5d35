// report create, edit, submit, withdraw: what changes a report.
#include <iostream>
#include <vector>

#include "services/cli/commands/command_line.h"
#include "services/cli/commands/commands.h"
#include "services/cli/commands/content_options.h"
#include "services/cli/commands/failure.h"
#include "services/cli/commands/files.h"
#include "services/cli/commands/title.h"
#include "services/cli/commands/transfer.h"
#include "services/cli/view/names.h"
#include "services/cli/view/report_view.h"

namespace gongkai::cli {
namespace {

using intake::v1::IntakeService;
using intake::v1::Report;

struct CreateArgs {
  std::string file;
  std::string id;
  std::string corrects;
  std::vector<std::string> attachments;
  ContentOptions content;
  std::string request_id;
};

void Create(Session& session, const CreateArgs& args) {
  intake::v1::CreateReportRequest request;
  Report& draft = *request.mutable_report();
  draft.set_body(ReadText(args.file));
  Apply(args.content, draft);
  if (!args.content.title) draft.set_title(TitleOf(draft.body()));
  if (!args.corrects.empty()) draft.set_corrects(ReportName(args.corrects));
  request.set_report_id(args.id);
  request.set_request_id(args.request_id.empty() ? client::NewRequestId() : args.request_id);
  for (const std::string& path : args.attachments) Inspect(path);  // before anything is sent

  IntakeClient intake(session.connection, client::Peer::kIntake);
  Report report = intake.Call(&IntakeService::Stub::CreateReport, request);
  if (!args.attachments.empty() && !session.json)
    PrintOutcome(session.out, session.format(), "created", report);
  for (const std::string& path : args.attachments) {
    report = Upload(session, intake,
                    {.report = report.name(), .path = path, .request_id = client::NewRequestId()});
  }
  PrintOutcome(session.out, session.format(),
               args.attachments.empty() ? "created" : "has its attachments", report,
               "gongkai report submit " + std::string(ShortName(report.name())));
}

struct EditArgs {
  std::string report;
  std::string body;
  bool at_once = false;
  ContentOptions content;
  ChangeOptions change;
  std::vector<std::string> cleared;
};

void Edit(Session& session, const EditArgs& args) {
  IntakeClient intake(session.connection, client::Peer::kIntake);
  intake::v1::UpdateReportRequest request;
  Report& report = *request.mutable_report();
  report.set_name(ReportName(args.report));
  report.set_etag(args.change.etag);
  if (args.content.TouchesPartOfDisclosure() || args.content.TouchesForwarded()) {
    intake::v1::GetReportRequest get;
    get.set_name(report.name());
    const Report current = intake.Call(&IntakeService::Stub::GetReport, get);
    if (args.content.TouchesPartOfDisclosure()) {
      *report.mutable_disclosure() = current.disclosure();
    }
    if (args.content.TouchesForwarded()) {
      *report.mutable_forwarded_document() = current.forwarded_document();
    }
    if (report.etag().empty()) report.set_etag(current.etag());
  }

  auto& mask = *request.mutable_update_mask();
  mask = Apply(args.content, report);
  if (args.at_once) mask.add_paths("planned_publish_time");
  for (const std::string& field : args.cleared) mask.add_paths(field);
  if (!args.body.empty()) {
    report.set_body(ReadText(args.body));
    mask.add_paths("body");
  }
  if (mask.paths().empty()) {
    throw UsageError({"nothing to change", "没有要修改的内容"},
                     {"`gongkai report edit --help` lists what can be; attachments have `report "
                      "attach` and `report detach`",
                      "可以修改的内容见 `gongkai report edit --help`；附件用 `report attach` 和 "
                      "`report detach`"});
  }
  request.set_request_id(args.change.RequestId());
  PrintOutcome(session.out, session.format(), "edited",
               intake.Call(&IntakeService::Stub::UpdateReport, request));
}

struct SubmitArgs {
  std::string report;
  ChangeOptions change;
};

void Submit(Session& session, const SubmitArgs& args) {
  intake::v1::SubmitReportRequest request;
  request.set_name(ReportName(args.report));
  request.set_etag(args.change.etag);
  request.set_request_id(args.change.RequestId());
  IntakeClient intake(session.connection, client::Peer::kIntake);
  PrintOutcome(session.out, session.format(), "submitted",
               intake.Call(&IntakeService::Stub::SubmitReport, request));
}

struct WithdrawArgs {
  std::string report;
  std::string reason;
  ChangeOptions change;
};

void Withdraw(Session& session, const WithdrawArgs& args) {
  intake::v1::WithdrawReportRequest request;
  request.set_name(ReportName(args.report));
  request.set_reason(args.reason);
  request.set_etag(args.change.etag);
  request.set_request_id(args.change.RequestId());
  IntakeClient intake(session.connection, client::Peer::kIntake);
  PrintOutcome(session.out, session.format(), "withdrawn",
               intake.Call(&IntakeService::Stub::WithdrawReport, request));
}

void AddCreate(CLI::App& report, Session& session) {
  const auto [app, args] = AddCommand<CreateArgs>(
      report, session, "create", "File a new report, from a text or Markdown file (新建)",
      "gongkai report create annual-2021.md --kind annual-report --disclosure active \\\n"
      "    --category 政府信息公开年报 --number 清政办〔2022〕3号 --attach table.xlsx\n"
      "pandoc notice.docx -t markdown | gongkai report create - --id notice-7 --kind 通知",
      Create);
  AddPositional(app, "FILE", args.file, "The text, in UTF-8; - is standard input");
  AddContentOptions(app, args.content);
  AddText(app, "--id", args.id, "ID", "The last part of its name; chosen for you when left out");
  AddText(app, "--corrects", args.corrects, "REPORT", "The published report that it corrects");
  app.add_option("-a,--attach", args.attachments, "A file to attach; may be given again")
      ->type_name("FILE")
      ->allow_extra_args(false);
  AddText(app, "--request-id", args.request_id, "UUID",
          "Send under this id: sent twice, it is done once");
}

void AddEdit(CLI::App& report, Session& session) {
  const auto [app, args] = AddCommand<EditArgs>(
      report, session, "edit", "Change a draft; only what is given changes (修改)",
      "gongkai report edit annual-2021 --title 2021年政府信息公开工作年度报告\n"
      "gongkai report edit annual-2021 --body annual-2021.md --planned \"2026-04-01 09:00\"",
      Edit);
  AddPositional(app, "REPORT", args.report, "Its name");
  AddText(app, "-b,--body", args.body, "FILE", "A new text, in UTF-8; - is standard input");
  AddContentOptions(app, args.content);
  app.add_option("--clear", args.cleared,
                 "Empty this field of the report, such as channels; may be given again")
      ->type_name("FIELD")
      ->allow_extra_args(false);
  app.add_flag("--not-planned", args.at_once, "To be published at once, whatever was planned")
      ->excludes("--planned");
  AddChangeOptions(app, args.change);
}

void AddSubmit(CLI::App& report, Session& session) {
  const auto [app, args] =
      AddCommand<SubmitArgs>(report, session, "submit", "Hand a draft to review (送审)",
                             "gongkai report submit annual-2021", Submit);
  AddPositional(app, "REPORT", args.report, "Its name");
  AddChangeOptions(app, args.change);
}

void AddWithdraw(CLI::App& report, Session& session) {
  const auto [app, args] = AddCommand<WithdrawArgs>(
      report, session, "withdraw", "Give a report up before it is published; final (撤回)",
      "gongkai report withdraw annual-2021 --reason 重复报送", Withdraw);
  AddPositional(app, "REPORT", args.report, "Its name");
  AddText(app, "-r,--reason", args.reason, "TEXT", "Why")->required();
  AddChangeOptions(app, args.change);
}

}  // namespace

void AddReportCommands(CLI::App& parent, Session& session) {
  CLI::App& report =
      AddGroup(parent, "report", "Write reports, submit them, follow them (报告)",
               "gongkai report create annual-2021.md --kind annual-report --disclosure active\n"
               "gongkai report list --filter 'state = DRAFT'\n"
               "gongkai report submit annual-2021");
  AddCreate(report, session);
  AddEdit(report, session);
  AddSubmit(report, session);
  AddWithdraw(report, session);
  AddReportReadCommands(report, session);
  AddReportFindings(report, session);
  AddReportWatch(report, session);
  AddAttachmentCommands(report, session);
}

}  // namespace gongkai::cli
