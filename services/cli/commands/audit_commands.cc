// audit list, show, tail.
#include <algorithm>
#include <iostream>

#include "gongkai/audit/v1/audit_service.grpc.pb.h"
#include "services/cli/commands/command_line.h"
#include "services/cli/commands/commands.h"
#include "services/cli/commands/entry_filter.h"
#include "services/cli/view/entry_view.h"
#include "services/cli/view/json.h"
#include "services/cli/view/names.h"
#include "services/lib/client/client.h"

namespace gongkai::cli {
namespace {

using audit::v1::AuditService;
using AuditClient = client::Client<AuditService>;
using audit::v1::Entry;

struct ListArgs {
  EntryFilter filter;
  ListOptions list;
  bool newest_first = false;
};

void List(Session& session, const ListArgs& args) {
  EntryFilter filter = args.filter;
  filter.expression = args.list.filter;
  audit::v1::ListEntriesRequest request;
  request.set_filter(ExpressionOf(filter));
  if (args.newest_first) request.set_order_by("position desc");

  AuditClient audit(session.connection, client::Peer::kWorkflow);
  JsonArray array(std::cout);
  Table table = EntryTable();
  const bool more = audit.List(&AuditService::Stub::ListEntries, request,
                               &audit::v1::ListEntriesResponse::entries, args.list.Limit(),
                               [&](const Entry& entry) {
                                 if (session.json) return array.Add(entry);
                                 table.Add(EntryRow(entry));
                               });
  if (session.json) return array.End();
  table.Print(session.out, std::cout);
  TellIfCut(session, args.list, more);
}

struct ShowArgs {
  std::string entry;
  bool leaf = false;
};

void Show(Session& session, const ShowArgs& args) {
  audit::v1::GetEntryRequest request;
  request.set_name(EntryName(args.entry));
  request.set_view(audit::v1::ENTRY_VIEW_FULL);
  AuditClient audit(session.connection, client::Peer::kWorkflow);
  const Entry entry = audit.Call(&AuditService::Stub::GetEntry, request);
  if (args.leaf) {
    std::cout << entry.leaf();
  } else if (session.json) {
    std::cout << ToJson(entry);
  } else {
    PrintEntry(entry, session.out, std::cout);
  }
}

struct TailArgs {
  std::int64_t lines = 10;
  std::optional<std::int64_t> from;
  std::int64_t count = 0;
};

void Tail(Session& session, const TailArgs& args) {
  using Response = audit::v1::TailEntriesResponse;
  AuditClient audit(session.connection, client::Peer::kWorkflow);
  audit::v1::TailEntriesRequest request;
  if (args.from) {
    request.set_from_position(*args.from);
  } else {
    const auto head = audit.Call(&AuditService::Stub::GetTreeHead, {});
    request.set_from_position(std::max<std::int64_t>(0, head.tree_size() - args.lines));
  }
  Table table = EntryStreamTable();
  std::int64_t seen = 0;
  audit.Follow(
      &AuditService::Stub::TailEntries, request,
      [](const Response& response) { return response.entry().position(); },
      [&](const Response& response) {
        if (session.json) {
          std::cout << ToJsonLine(response.entry()) << std::flush;
        } else {
          table.Add(EntryRow(response.entry()));
          table.Print(session.out, std::cout);
        }
        return ++seen != args.count;
      });
}

void AddList(CLI::App& audit, Session& session) {
  const auto [app, args] = AddCommand<ListArgs>(
      audit, session, "list", "List what happened, the oldest first",
      "gongkai audit list --report annual-2021\n"
      "gongkai audit list --action denied --since 2026-03-01 --newest-first\n"
      "gongkai audit list --action publish --since 2026-03-01 --until 2026-04-01 --all",
      List);
  AddText(app, "--report", args.filter.report, "REPORT", "Only of this report");
  AddText(app, "--actor", args.filter.actor, "WHO", "Only by this one, such as user/zhang-wei");
  AddWord(app, "--action", args.filter.action, "Only this action");
  AddTime(app, "--since", args.filter.since, "Only then or later");
  AddTime(app, "--until", args.filter.until, "Only before");
  AddListOptions(app, args.list, "report, actor, action, to_state, time, position");
  app.add_flag("--newest-first", args.newest_first, "The newest first");
}

void AddShow(CLI::App& audit, Session& session) {
  const auto [app, args] =
      AddCommand<ShowArgs>(audit, session, "show", "Show one entry with all it holds",
                           "gongkai audit show 17\n"
                           "gongkai audit show 17 --leaf | protoc --decode gongkai.audit.v1.Leaf …",
                           Show);
  AddPositional(app, "POSITION", args.entry, "The entry's position");
  app.add_flag("--leaf", args.leaf, "Only its bytes, which are what is hashed");
}

void AddTail(CLI::App& audit, Session& session) {
  const auto [app, args] = AddCommand<TailArgs>(
      audit, session, "tail", "Show the newest entries and go on as they come, until stopped",
      "gongkai audit tail\n"
      "gongkai audit tail --from 0 --json",
      Tail);
  AddNumber(app, "-n,--lines", args.lines, {0}, "Begin with so many that are there already")
      ->capture_default_str();
  AddNumber(app, "--from", args.from, {0}, "Begin at this position");
  AddNumber(app, "--count", args.count, {1}, "Stop after so many entries");
}

}  // namespace

void AddAuditCommands(CLI::App& parent, Session& session) {
  CLI::App& audit = AddGroup(parent, "audit", "Ask the audit log who did what when (审计)",
                             "gongkai audit list --report annual-2021\n"
                             "gongkai audit tail\n"
                             "gongkai audit proof 17");
  AddList(audit, session);
  AddShow(audit, session);
  AddTail(audit, session);
  AddProofCommands(audit, session);
  AddPolicyCommands(audit, session);
}

}  // namespace gongkai::cli
