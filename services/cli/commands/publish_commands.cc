// publish, retract, return; publications list, show, watch.
#include <iostream>

#include "gongkai/publish/v1/publish_service.grpc.pb.h"
#include "services/cli/commands/command_line.h"
#include "services/cli/commands/commands.h"
#include "services/cli/commands/publish_args.h"
#include "services/cli/view/json.h"
#include "services/cli/view/names.h"
#include "services/cli/view/state_cell.h"
#include "services/cli/view/table.h"
#include "services/cli/view/time.h"
#include "services/lib/client/client.h"

namespace gongkai::cli {
namespace {

using publish::v1::Publication;
using publish::v1::PublishService;
using PublishClient = client::Client<PublishService>;

void Publish(Session& session, const PublishArgs& args) {
  PublishClient client(session.connection, client::Peer::kPublish);
  auto request = RequestOf<publish::v1::PublishReportRequest>(args);
  request.set_content_sha256(args.content);
  const Publication publication = client.Call(&PublishService::Stub::PublishReport, request);
  if (session.json) {
    std::cout << ToJson(publication);
    return;
  }
  std::cout << publication.report() << ' ' << Paint("published", Style::kGood, session.out)
            << " at " << LocalTime(publication.publish_time()) << ", content "
            << publication.content_sha256() << '\n';
  if (!publication.corrects().empty()) {
    std::cout << "  it replaces " << publication.corrects() << '\n';
  }
}

struct RetractArgs : PublishArgs {
  bool leak = false;
};

// Takes the report back by `call`, whose request is a Request.
template <class Request, class Call>
Publication TakeBack(Session& session, const RetractArgs& args, Call call) {
  PublishClient client(session.connection, client::Peer::kPublish);
  auto request = RequestOf<Request>(args);
  request.set_reason(args.text);
  return client.Call(call, request);
}

void Retract(Session& session, const RetractArgs& args) {
  using publish::v1::ReportLeakRequest;
  using publish::v1::RetractReportRequest;
  const Publication publication =
      args.leak
          ? TakeBack<ReportLeakRequest>(session, args, &PublishService::Stub::ReportLeak)
          : TakeBack<RetractReportRequest>(session, args, &PublishService::Stub::RetractReport);
  if (session.json) {
    std::cout << ToJson(publication);
  } else {
    std::cout << publication.report() << " is no longer public\n";
  }
}

void Return(Session& session, const PublishArgs& args) {
  PublishClient client(session.connection, client::Peer::kPublish);
  auto request = RequestOf<publish::v1::ReturnReportRequest>(args);
  request.set_reason(args.text);
  const auto response = client.Call(&PublishService::Stub::ReturnReport, request);
  if (session.json) {
    std::cout << ToJson(response);
  } else {
    std::cout << response.report() << " returned, now " << StateCell(response.state()).text << '\n';
  }
}

void List(Session& session, const ListOptions& args) {
  PublishClient client(session.connection, client::Peer::kPublish);
  publish::v1::ListPublicationsRequest request;
  request.set_filter(args.filter);
  JsonArray array(std::cout);
  Table table({"REPORT", "STATE", "PUBLISHED", "NUMBER", "ISSUER", "TITLE"});
  const bool more = client.List(
      &PublishService::Stub::ListPublications, request,
      &publish::v1::ListPublicationsResponse::publications, args.Limit(),
      [&](const Publication& publication) {
        if (session.json) return array.Add(publication);
        table.Add({std::string(ShortName(publication.report())), StateCell(publication.state()),
                   LocalTime(publication.publish_time()), publication.document_number(),
                   publication.issuing_department(), publication.title()});
      });
  if (session.json) return array.End();
  table.Print(session.out, std::cout);
  TellIfCut(session, args, more);
}

struct NameArgs {
  std::string report;
};

void Show(Session& session, const NameArgs& args) {
  PublishClient client(session.connection, client::Peer::kPublish);
  publish::v1::GetPublicationRequest request;
  request.set_name(PublicationName(args.report));
  const Publication publication = client.Call(&PublishService::Stub::GetPublication, request);
  if (session.json) {
    std::cout << ToJson(publication);
    return;
  }
  PrintFields({{"publication", {publication.name(), Style::kHeading}},
               {"state", StateCell(publication.state())},
               {"title", publication.title()},
               {"number", publication.document_number()},
               {"issuer", publication.issuing_department()},
               {"published", LocalTime(publication.publish_time())},
               {"corrects", publication.corrects()},
               {"superseded by", publication.superseded_by()},
               {"retracted", publication.retract_reason()},
               {"content", publication.content_sha256()},
               {"problem", publication.content_problem()},
               {"etag", publication.etag()}},
              session.out, std::cout);
}

struct WatchArgs {
  std::int64_t from = 0;
  std::int64_t count = 0;
};

void Watch(Session& session, const WatchArgs& args) {
  using Response = publish::v1::WatchPublicationsResponse;
  PublishClient client(session.connection, client::Peer::kPublish);
  publish::v1::WatchPublicationsRequest request;
  request.set_from_position(args.from);
  Table table({"POSITION", "TIME", "REPORT", "STATE", "RELATED"}, {8, 19, 20, 19});
  std::int64_t seen = 0;
  client.Follow(&PublishService::Stub::WatchPublications, request, &Response::position,
                [&](const Response& change) {
                  if (session.json) {
                    std::cout << ToJsonLine(change) << std::flush;
                  } else {
                    table.Add({std::to_string(change.position()), LocalTime(change.time()),
                               std::string(ShortName(change.report())), StateCell(change.state()),
                               change.leak() ? "leak" : change.related_report()});
                    table.Print(session.out, std::cout);
                  }
                  return ++seen != args.count;
                });
}

}  // namespace

void AddPublishCommands(CLI::App& parent, Session& session) {
  const auto [publish, publish_args] =
      AddCommand<PublishArgs>(parent, session, "publish", "Make a cleared report public (发布)",
                              "gongkai publish annual-2021", Publish);
  AddPositional(publish, "REPORT", publish_args.report, "Its name");
  AddText(publish, "--content", publish_args.content, "SHA256",
          "Refuse unless this is the content");
  AddChangeOptions(publish, publish_args.change);

  const auto [retract, retract_args] = AddCommand<RetractArgs>(
      parent, session, "retract", "Take a published report back; final (撤下)",
      "gongkai retract annual-2021 --reason 数据有误\n"
      "gongkai retract annual-2021 --leak --reason 附件二含身份证号码",
      Retract);
  AddPositional(retract, "REPORT", retract_args.report, "Its name");
  AddText(retract, "-r,--reason", retract_args.text, "TEXT", "Why")->required();
  retract.add_flag("--leak", retract_args.leak,
                   "Because something leaks (泄露): for secrecy reviewers, who must not repeat the "
                   "value itself in the reason");
  AddChangeOptions(retract, retract_args.change);

  const auto [back, back_args] = AddCommand<PublishArgs>(
      parent, session, "return", "Return a cleared report instead of publishing it (退回)",
      "gongkai return annual-2021 --reason 附件缺页", Return);
  AddPositional(back, "REPORT", back_args.report, "Its name");
  AddText(back, "-r,--reason", back_args.text, "TEXT", "What is to be corrected")->required();
  AddChangeOptions(back, back_args.change);
}

void AddPublicationCommands(CLI::App& parent, Session& session) {
  CLI::App& publications =
      AddGroup(parent, "publications", "See what is public and what was (公开目录)",
               "gongkai publications\n"
               "gongkai publications list --filter 'state = PUBLISHED'\n"
               "gongkai publications watch --json");
  publications.require_subcommand(0, 1);
  publications.callback([&publications, &session] {
    if (publications.get_subcommands().empty()) List(session, {});
  });

  const auto [list, list_args] = AddCommand<ListOptions>(
      publications, session, "list", "List publications, the newest report first",
      "gongkai publications list --all --filter 'state = RETRACTED'", List);
  AddListOptions(list, list_args, "state, department, creator, state_time");

  const auto [show, show_args] =
      AddCommand<NameArgs>(publications, session, "show", "Show one publication",
                           "gongkai publications show annual-2021", Show);
  AddPositional(show, "REPORT", show_args.report, "Its report");
  AddPublicationContentCommands(publications, session);
  AddPublicationCheck(publications, session);

  const auto [watch, watch_args] = AddCommand<WatchArgs>(
      publications, session, "watch", "Follow what becomes public or ceases to be, until stopped",
      "gongkai publications watch\n"
      "gongkai publications watch --from 1200 --json | while read -r change; do …; done",
      Watch);
  AddNumber(watch, "--from", watch_args.from, {0}, "From this position of the ledger on")
      ->capture_default_str();
  AddNumber(watch, "--count", watch_args.count, {1}, "Stop after so many changes");
}

}  // namespace gongkai::cli
