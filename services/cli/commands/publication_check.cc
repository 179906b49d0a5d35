// publications check: looks again at what is public, by the rules of the leak check in force.
#include <algorithm>
#include <chrono>
#include <iostream>
#include <string>
#include <thread>

#include "gongkai/publish/v1/publish_service.grpc.pb.h"
#include "services/cli/commands/command_line.h"
#include "services/cli/commands/commands.h"
#include "services/cli/commands/failure.h"
#include "services/cli/view/json.h"
#include "services/cli/view/names.h"
#include "services/cli/view/table.h"
#include "services/lib/client/client.h"

namespace gongkai::cli {
namespace {

using publish::v1::CheckedPublication;
using publish::v1::PublishService;

struct CheckArgs {
  std::string filter;
  std::string from;        // a page token; empty: from the newest on
  double per_minute = 60;  // publications
};

struct Found {
  int checked = 0;
  int doubtful = 0;  // with something that somebody must look at
};

bool IsDoubtful(const CheckedPublication& publication) {
  return publication.open_count() > 0 || publication.has_more() || !publication.problem().empty();
}

std::string CountOf(const CheckedPublication& publication) {
  if (!publication.problem().empty()) return publication.problem();
  return std::to_string(publication.open_count()) + (publication.has_more() ? "+" : "") + " of " +
         std::to_string(publication.finding_count());
}

// Checks all from `token` on, and leaves in `token` where to go on.
void CheckAll(Session& session, const CheckArgs& args, std::string& token, Found& found) {
  client::Client<PublishService> client(session.connection, client::Peer::kPublish);
  const std::chrono::duration<double> pause(60 / args.per_minute);
  Table table({"REPORT", "TO ADJUDICATE", "CONTENT"}, {30, 20});
  auto next = std::chrono::steady_clock::now();
  do {
    std::this_thread::sleep_until(next);
    publish::v1::CheckPublicationsRequest request;
    request.set_filter(args.filter);
    request.set_page_token(token);
    request.set_page_size(1);
    const auto page = client.Call(&PublishService::Stub::CheckPublications, request);
    for (const CheckedPublication& publication : page.checked_publications()) {
      ++found.checked;
      if (session.json) std::cout << ToJsonLine(publication) << std::flush;
      if (!IsDoubtful(publication)) continue;
      ++found.doubtful;
      if (session.json) continue;
      table.Add({std::string(ShortName(publication.publication())), CountOf(publication),
                 publication.content_sha256()});
      table.Print(session.out, std::cout);
    }
    token = page.next_page_token();
    next += std::chrono::duration_cast<std::chrono::steady_clock::duration>(pause);
    next = std::max(next, std::chrono::steady_clock::now());
  } while (!token.empty());
}

void Check(Session& session, const CheckArgs& args) {
  std::string token = args.from;
  Found found;
  try {
    CheckAll(session, args, token, found);
  } catch (const client::CallFailure& call) {
    Failure failure = FromCall(call);
    if (found.checked > 0) {
      failure.hint = {"go on with --from " + token, "接着检查：--from " + token};
    }
    throw failure;
  }
  const std::string checked = std::to_string(found.checked);
  if (!session.json) std::cout << checked << " checked\n";
  if (found.doubtful == 0) return;
  const std::string doubtful = std::to_string(found.doubtful);
  throw Failure(ExitCode::kDoubtful, "DOUBTFUL",
                {doubtful + " of " + checked + " publications have something to look at",
                 checked + "条公开信息中有" + doubtful + "条须核实"});
}

}  // namespace

void AddPublicationCheck(CLI::App& publications, Session& session) {
  const auto [app, args] = AddCommand<CheckArgs>(
      publications, session, "check",
      "Check what is public by the rules in force (全面自查), the newest first; lists what "
      "somebody must "
      "look at, and exits with 9 if there is any",
      "gongkai publications check\n"
      "gongkai publications check --rate 10 --filter 'state_time < \"2025-01-01T00:00:00Z\"'",
      Check);
  AddText(app, "--filter", args.filter, "FILTER", "Only these (AIP-160)");
  AddText(app, "--from", args.from, "TOKEN", "Go on where a check was interrupted, which names it");
  app.add_option("--rate", args.per_minute, "At most so many publications a minute")
      ->type_name("N")
      ->check(CLI::Range(0.01, 6000.0).description(""))
      ->capture_default_str();
}

}  // namespace gongkai::cli
