// timeline: the way of one report, step by step.
#include <algorithm>
#include <iostream>
#include <map>

#include "gongkai/audit/v1/audit_service.grpc.pb.h"
#include "services/cli/commands/command_line.h"
#include "services/cli/commands/commands.h"
#include "services/cli/commands/entry_filter.h"
#include "services/cli/commands/failure.h"
#include "services/cli/view/entry_view.h"
#include "services/cli/view/json.h"
#include "services/cli/view/names.h"
#include "services/cli/view/state_cell.h"
#include "services/cli/view/text.h"
#include "services/cli/view/time.h"
#include "services/cli/view/words.h"
#include "services/lib/client/client.h"

namespace gongkai::cli {
namespace {

using audit::v1::AuditService;
using AuditClient = client::Client<AuditService>;
using audit::v1::Entry;
using workflow::v1::State;

constexpr int kTimeWidth = 19;  // of 2026-03-01 09:00:00
const std::string kIndent(kTimeWidth + 2, ' ');

// Whether nobody waits for a report to leave that state: its time there says nothing.
bool IsRest(State state) {
  switch (state) {
    case workflow::v1::PUBLISHED:
    case workflow::v1::RETRACTED:
    case workflow::v1::SUPERSEDED:
    case workflow::v1::WITHDRAWN:
    case workflow::v1::WITHHELD:
    case workflow::v1::FILED:
      return true;
    default:
      return false;
  }
}

// Tells the entries of one report in their order, and how long each state lasted.
class Chronicle {
 public:
  explicit Chronicle(const Terminal& terminal) : terminal_(terminal) {}

  void Tell(const Entry& entry) {
    if (any_) TellPause(entry);
    const bool denied = entry.action() == workflow::v1::DENIED;
    const Cell action = ActionCell(entry);
    std::cout << PaddedTo(LocalTime(entry.time()), kTimeWidth) << "  "
              << Paint(action.text, denied ? action.style : Style::kHeading, terminal_);
    if (!denied && entry.from_state() != entry.to_state()) {
      const Cell state = StateCell(entry.to_state());
      std::cout << " → " << Paint(state.text, state.style, terminal_);
    }
    const std::string position = "entry " + std::to_string(entry.position());
    std::cout << '\n'
              << Paint(PaddedTo(position, kTimeWidth), Style::kFaint, terminal_) << "  "
              << OneLine(ActorOf(entry));
    if (!entry.department().empty()) std::cout << ", " << OneLine(entry.department());
    std::cout << '\n';
    if (const std::string note = NoteOf(entry); !note.empty()) {
      std::cout << kIndent << OneLine(note) << '\n';
    }
    std::cout.flush();
    Count(entry);
  }

  // How long it took, state by state.
  void Sum() {
    if (!exists_) return;
    const auto now = Now();
    const bool goes_on = !IsRest(state_);
    if (goes_on) spent_[state_] += Between(since_, now);

    std::cout << '\n';
    Table table({"STATE", "TIME THERE"});
    for (const auto& [state, time] : spent_) {
      const bool here = goes_on && state == state_;
      table.Add({StateCell(state), Duration(time) + (here ? ", and still there" : "")});
    }
    table.Add({"in all", Duration(Between(created_, goes_on ? now : since_))});
    table.Print(terminal_, std::cout);
  }

 private:
  void TellPause(const Entry& entry) const {
    const std::string pause = "+ " + Duration(Between(newest_, entry.time()));
    std::cout << Paint(std::string(static_cast<std::size_t>(std::max(0, kTimeWidth - Width(pause))),
                                   ' ') +
                           pause,
                       Style::kFaint, terminal_)
              << '\n';
  }

  void Count(const Entry& entry) {
    any_ = true;
    newest_ = entry.time();
    if (entry.action() == workflow::v1::DENIED) return;
    if (exists_ && entry.from_state() == entry.to_state()) return;
    if (exists_) {
      spent_[state_] += Between(since_, entry.time());
    } else {
      created_ = entry.time();
    }
    exists_ = true;
    since_ = entry.time();
    state_ = entry.to_state();
  }

  const Terminal terminal_;
  bool any_ = false;     // an entry was told
  bool exists_ = false;  // one that was not DENIED
  google::protobuf::Timestamp created_;
  google::protobuf::Timestamp newest_;
  google::protobuf::Timestamp since_;  // when it entered `state_`
  State state_ = workflow::v1::STATE_UNSPECIFIED;
  std::map<State, std::chrono::milliseconds> spent_;
};

struct TimelineArgs {
  std::string report;
  bool follow = false;
};

void ReadEntries(AuditClient& audit, const std::string& report,
                 const std::function<void(const Entry&)>& each) {
  audit::v1::ListEntriesRequest request;
  request.set_filter(ExpressionOf({.report = report}));
  try {
    audit.List(&AuditService::Stub::ListEntries, request, &audit::v1::ListEntriesResponse::entries,
               std::numeric_limits<int>::max(), each);
  } catch (const client::CallFailure& call) {
    Failure failure = FromCall(call);
    if (failure.code == ExitCode::kRefused) {
      const std::string role = Label(workflow::v1::AUDITOR);
      const std::string show = "`gongkai report show " + std::string(ShortName(report)) + "`";
      failure.hint = {"a timeline is read from the audit log, which needs the role " + role + "; " +
                          show + " tells where the report stands",
                      "时间线读自审计台账，需要“" + role + "”的角色；报告的当前状态见 " + show};
    }
    throw failure;
  }
}

void Timeline(Session& session, const TimelineArgs& args) {
  const std::string report = ReportName(args.report);
  AuditClient audit(session.connection, client::Peer::kWorkflow);
  Chronicle chronicle(session.out);
  JsonArray array(std::cout);
  std::int64_t next = 0;  // behind the newest entry that was told
  const auto tell = [&](const Entry& entry) {
    next = entry.position() + 1;
    if (!session.json) return chronicle.Tell(entry);
    if (args.follow) {
      std::cout << ToJsonLine(entry) << std::flush;
    } else {
      array.Add(entry);
    }
  };

  // Asked for first: what is written while the entries are read lies behind it, and is not told
  // twice.
  const auto head =
      args.follow ? audit.Call(&AuditService::Stub::GetTreeHead, {}) : audit::v1::TreeHead();
  ReadEntries(audit, report, tell);
  if (!args.follow) {
    if (next == 0) {
      throw Failure(ExitCode::kNotFound, "REPORT_NOT_FOUND",
                    {"the log has no entry of " + report, "台账中没有 " + report + " 的条目"});
    }
    if (session.json) return array.End();
    return chronicle.Sum();
  }
  using Response = audit::v1::TailEntriesResponse;
  audit::v1::TailEntriesRequest request;
  request.set_from_position(std::max(head.tree_size(), next));
  audit.Follow(
      &AuditService::Stub::TailEntries, request,
      [](const Response& response) { return response.entry().position(); },
      [&](const Response& response) {
        if (response.entry().subject() == report) tell(response.entry());
        return true;
      });
}

}  // namespace

void AddTimeline(CLI::App& parent, Session& session) {
  const auto [app, args] = AddCommand<TimelineArgs>(
      parent, session, "timeline", "Tell the way of one report: who did what, and how long it took",
      "gongkai timeline annual-2021\n"
      "gongkai timeline annual-2021 --follow",
      Timeline);
  AddPositional(app, "REPORT", args.report, "Its name");
  app.add_flag("-f,--follow", args.follow, "Go on as it moves, until stopped");
}

}  // namespace gongkai::cli
