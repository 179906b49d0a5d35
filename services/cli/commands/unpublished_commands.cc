// file, reassess; unpublished.
#include <iostream>
#include <optional>

#include "gongkai/publish/v1/publish_service.grpc.pb.h"
#include "services/cli/commands/command_line.h"
#include "services/cli/commands/commands.h"
#include "services/cli/commands/publish_args.h"
#include "services/cli/view/json.h"
#include "services/cli/view/names.h"
#include "services/cli/view/state_cell.h"
#include "services/cli/view/table.h"
#include "services/cli/view/time.h"
#include "services/cli/view/words.h"
#include "services/lib/client/client.h"

namespace gongkai::cli {
namespace {

using publish::v1::PublishService;
using publish::v1::UnpublishedReport;
using PublishClient = client::Client<PublishService>;

void File(Session& session, const PublishArgs& args) {
  PublishClient client(session.connection, client::Peer::kPublish);
  auto request = RequestOf<publish::v1::FileReportRequest>(args);
  request.set_content_sha256(args.content);
  const UnpublishedReport report = client.Call(&PublishService::Stub::FileReport, request);
  if (session.json) {
    std::cout << ToJson(report);
    return;
  }
  std::cout << report.report() << ' ' << Paint("filed", Style::kGood, session.out) << " at "
            << LocalTime(report.decide_time()) << ", content " << report.content_sha256() << '\n'
            << "  it is to be looked at again by " << LocalTime(report.reassess_time()) << '\n';
}

void Reassess(Session& session, const PublishArgs& args) {
  PublishClient client(session.connection, client::Peer::kPublish);
  auto request = RequestOf<publish::v1::ReassessReportRequest>(args);
  request.set_reason(args.text);
  const auto response = client.Call(&PublishService::Stub::ReassessReport, request);
  if (session.json) {
    std::cout << ToJson(response);
  } else {
    std::cout << response.report() << " is looked at again, now "
              << StateCell(response.state()).text << '\n';
  }
}

struct UnpublishedArgs {
  ListOptions list;
  std::optional<google::protobuf::Timestamp> due_by;
  bool due = false;
};

void List(Session& session, const UnpublishedArgs& args) {
  PublishClient client(session.connection, client::Peer::kPublish);
  publish::v1::ListUnpublishedReportsRequest request;
  request.set_filter(args.list.filter);
  if (args.due_by) *request.mutable_due_by() = *args.due_by;
  if (args.due) *request.mutable_due_by() = Now();
  JsonArray array(std::cout);
  Table table({"REPORT", "STATE", "ATTRIBUTE", "DECIDED", "LOOK AGAIN", "DEPARTMENT", "TITLE"});
  const bool more = client.List(
      &PublishService::Stub::ListUnpublishedReports, request,
      &publish::v1::ListUnpublishedReportsResponse::unpublished_reports, args.list.Limit(),
      [&](const UnpublishedReport& report) {
        if (session.json) return array.Add(report);
        table.Add({std::string(ShortName(report.report())), StateCell(report.state()),
                   Label(report.disclosure()), LocalTime(report.decide_time()),
                   LocalTime(report.reassess_time()), report.department(), report.title()});
      });
  if (session.json) return array.End();
  table.Print(session.out, std::cout);
  TellIfCut(session, args.list, more);
}

}  // namespace

void AddUnpublishedCommands(CLI::App& parent, Session& session) {
  const auto [file, file_args] = AddCommand<PublishArgs>(
      parent, session, "file", "File a cleared report that is not for active disclosure (归档)",
      "gongkai file minutes-2021", File);
  AddPositional(file, "REPORT", file_args.report, "Its name");
  AddText(file, "--content", file_args.content, "SHA256", "Refuse unless this is the content");
  AddChangeOptions(file, file_args.change);

  const auto [reassess, reassess_args] = AddCommand<PublishArgs>(
      parent, session, "reassess", "Have a filed or withheld report looked at again (重新评估)",
      "gongkai reassess minutes-2021 --reason 保密期限届满", Reassess);
  AddPositional(reassess, "REPORT", reassess_args.report, "Its name");
  AddText(reassess, "-r,--reason", reassess_args.text, "TEXT", "Why")->required();
  AddChangeOptions(reassess, reassess_args.change);

  const auto [list, list_args] = AddCommand<UnpublishedArgs>(
      parent, session, "unpublished",
      "List what was filed or withheld, the oldest decision first (不公开目录)",
      "gongkai unpublished\n"
      "gongkai unpublished --due\n"
      "gongkai unpublished --due-by 2026-12-31 --filter 'state = WITHHELD' --json",
      List);
  AddListOptions(list, list_args.list, "state, department, creator, state_time");
  CLI::Option* due =
      list.add_flag("--due", list_args.due, "Only what is to be looked at again now");
  AddTime(list, "--due-by", list_args.due_by, "Only what is to be looked at again by then")
      ->excludes(due);
}

}  // namespace gongkai::cli
