// task list, show, claim, release, take-over, return, refer, resolve, withhold.
#include <iostream>
#include <vector>

#include "services/cli/commands/command_line.h"
#include "services/cli/commands/commands.h"
#include "services/cli/commands/failure.h"
#include "services/cli/commands/opinion_options.h"
#include "services/cli/commands/task.h"
#include "services/cli/view/json.h"
#include "services/cli/view/names.h"
#include "services/cli/view/state_cell.h"
#include "services/cli/view/table.h"
#include "services/cli/view/time.h"

namespace gongkai::cli {
namespace {

using review::v1::ReviewService;
using review::v1::Stage;
using review::v1::Task;

struct ListArgs {
  std::optional<Stage> stage;
  bool by_due = false;
  ListOptions list;
};

// The tasks of one stage; or, where no stage was named, of all, some of which may be none of the
// caller's business.
void List(Session& session, const ListArgs& args) {
  ReviewClient review(session.connection, client::Peer::kReview);
  JsonArray array(std::cout);
  Table table({"REPORT", "STATE", "WAITING", "DUE BEFORE", "CLAIMED BY", "DEPARTMENT", "TITLE"});
  const auto add = [&](const Task& task) {
    if (session.json) return array.Add(task);
    table.Add({std::string(ShortName(task.report())), StateCell(task.state()),
               Duration(Between(task.state_time(), Now())), LocalTime(task.due_time()),
               task.claimed_by(), task.department(), task.title()});
  };
  std::vector<Stage> stages{review::v1::ENDORSEMENT, review::v1::LEGAL, review::v1::SECRECY,
                            review::v1::SIGNATURE};
  if (args.stage) stages = {*args.stage};
  std::size_t refused = 0;
  bool more = false;
  for (const Stage stage : stages) {
    review::v1::ListTasksRequest request;
    request.set_stage(stage);
    request.set_filter(args.list.filter);
    if (args.by_due) request.set_order_by("due_time");
    try {
      more |= review.List(&ReviewService::Stub::ListTasks, request,
                          &review::v1::ListTasksResponse::tasks, args.list.Limit(), add);
    } catch (const client::CallFailure& call) {
      if (FromCall(call).code != ExitCode::kRefused || ++refused == stages.size()) throw;
    }
  }
  if (session.json) return array.End();
  table.Print(session.out, std::cout);
  TellIfCut(session, args.list, more);
}

void Show(Session& session, const TaskOptions& args) {
  ReviewClient review(session.connection, client::Peer::kReview);
  review::v1::GetTaskRequest request;
  request.set_name(NameOfTask(session, args));
  PrintTask(session, review.Call(&ReviewService::Stub::GetTask, request));
}

// What every decision consists of; the fields that only some have are set by them.
struct DecisionArgs {
  TaskOptions task;
  std::string text;  // the reason, question or answer
  std::string authority;
  std::optional<workflow::v1::Ground> ground;
  int minutes = 60;
  FormOptions form;
  ChangeOptions change;
};

template <class Request>
Request RequestOf(Session& session, const DecisionArgs& args) {
  Request request;
  request.set_name(NameOfTask(session, args.task));
  request.set_etag(args.change.etag);
  request.set_request_id(args.change.RequestId());
  return request;
}

void Claim(Session& session, const DecisionArgs& args) {
  ReviewClient review(session.connection, client::Peer::kReview);
  auto request = RequestOf<review::v1::ClaimTaskRequest>(session, args);
  request.mutable_claim_duration()->set_seconds(std::int64_t{args.minutes} * 60);
  const Task task = review.Call(&ReviewService::Stub::ClaimTask, request);
  PrintTaskOutcome(session, "claimed until " + LocalTime(task.claim_expire_time()), task);
}

void TakeOver(Session& session, const DecisionArgs& args) {
  ReviewClient review(session.connection, client::Peer::kReview);
  auto request = RequestOf<review::v1::TakeOverTaskRequest>(session, args);
  request.set_reason(args.text);
  request.mutable_claim_duration()->set_seconds(std::int64_t{args.minutes} * 60);
  const Task task = review.Call(&ReviewService::Stub::TakeOverTask, request);
  PrintTaskOutcome(session, "taken over until " + LocalTime(task.claim_expire_time()), task);
}

void Release(Session& session, const DecisionArgs& args) {
  ReviewClient review(session.connection, client::Peer::kReview);
  const auto request = RequestOf<review::v1::ReleaseTaskRequest>(session, args);
  PrintTaskOutcome(session, "released", review.Call(&ReviewService::Stub::ReleaseTask, request));
}

void Return(Session& session, const DecisionArgs& args) {
  ReviewClient review(session.connection, client::Peer::kReview);
  auto request = RequestOf<review::v1::ReturnTaskRequest>(session, args);
  request.set_reason(args.text);
  if (args.form.HasForm()) {
    review::v1::GetTaskRequest get;
    get.set_name(request.name());
    const Task task = review.Call(&ReviewService::Stub::GetTask, get);
    *request.mutable_form() = ReturnForm(args.form, task);
  }
  PrintTaskOutcome(session, "returned", review.Call(&ReviewService::Stub::ReturnTask, request));
}

void Refer(Session& session, const DecisionArgs& args) {
  ReviewClient review(session.connection, client::Peer::kReview);
  auto request = RequestOf<review::v1::ReferTaskRequest>(session, args);
  request.set_authority(args.authority);
  request.set_question(args.text);
  PrintTaskOutcome(session, "referred", review.Call(&ReviewService::Stub::ReferTask, request));
}

void Resolve(Session& session, const DecisionArgs& args) {
  ReviewClient review(session.connection, client::Peer::kReview);
  auto request = RequestOf<review::v1::ResolveTaskRequest>(session, args);
  request.set_answer(args.text);
  PrintTaskOutcome(session, "resolved", review.Call(&ReviewService::Stub::ResolveTask, request));
}

void Withhold(Session& session, const DecisionArgs& args) {
  ReviewClient review(session.connection, client::Peer::kReview);
  auto request = RequestOf<review::v1::WithholdTaskRequest>(session, args);
  request.set_ground(args.ground.value_or(workflow::v1::GROUND_UNSPECIFIED));
  request.set_reason(args.text);
  PrintTaskOutcome(session, "withheld", review.Call(&ReviewService::Stub::WithholdTask, request));
}

Command<DecisionArgs> AddDecision(CLI::App& task, Session& session, const std::string& name,
                                  const std::string& about, const std::string& examples,
                                  void (*run)(Session&, const DecisionArgs&)) {
  const auto command = AddCommand<DecisionArgs>(task, session, name, about, examples, run);
  AddTaskOptions(command.app, command.args.task);
  AddChangeOptions(command.app, command.args.change);
  return command;
}

void AddReads(CLI::App& task, Session& session) {
  const auto [list, list_args] = AddCommand<ListArgs>(
      task, session, "list", "List what waits for review, the longest waiting first",
      "gongkai task list\n"
      "gongkai task list --stage legal --filter 'claimed_by = \"user/wang-fang\"'",
      List);
  AddWord(list, "-s,--stage", list_args.stage, "One stage; all when left out");
  list.add_flag("--by-due", list_args.by_due, "The soonest due first, within each stage");
  AddListOptions(list, list_args.list,
                 "state, department, creator, claimed_by, state_time, due_time");

  const auto [show, show_args] = AddCommand<TaskOptions>(
      task, session, "show", "Show what is to be reviewed, and the questions to answer",
      "gongkai task show annual-2021\n"
      "gongkai task show annual-2021 --stage secrecy --json | jq -r .contentSha256",
      Show);
  AddTaskOptions(show, show_args);
}

void AddMinutes(const Command<DecisionArgs>& claim) {
  AddNumber(claim.app, "-m,--minutes", claim.args.minutes, {1, 1440}, "For how long, 1 to 1440")
      ->capture_default_str();
}

void AddClaims(CLI::App& task, Session& session) {
  AddMinutes(AddDecision(task, session, "claim", "Take a task for a time (领办)",
                         "gongkai task claim annual-2021 --minutes 120", Claim));

  AddDecision(task, session, "release", "Give a claimed task back (放回)",
              "gongkai task release annual-2021", Release);

  const auto over =
      AddDecision(task, session, "take-over",
                  "Take a task that somebody else has claimed, as a supervisor (接办)",
                  "gongkai task take-over annual-2021 --reason 经办人休假，期限将至", TakeOver);
  AddText(over.app, "-r,--reason", over.args.text, "TEXT", "Why")->required();
  AddMinutes(over);
}

void AddDecisions(CLI::App& task, Session& session) {
  const auto back = AddDecision(
      task, session, "return", "Return the report to its department, to be corrected (退回)",
      "gongkai task return annual-2021 --reason 第三部分与上年数据不一致", Return);
  AddText(back.app, "-r,--reason", back.args.text, "TEXT", "What is to be corrected")->required();
  AddFormOptions(back.app, back.args.form, /*approves=*/false);

  const auto refer = AddDecision(
      task, session, "refer", "Ask an authority and wait for its answer (报审; 条例 art. 17)",
      "gongkai task refer annual-2021 --authority 清河县保密局 --question 第二节是否涉密", Refer);
  AddText(refer.app, "--authority", refer.args.authority, "NAME", "Whom to ask")->required();
  AddText(refer.app, "-q,--question", refer.args.text, "TEXT", "What to ask")->required();

  const auto resolve = AddDecision(
      task, session, "resolve", "Record the authority's answer; the stage goes on (答复)",
      "gongkai task resolve annual-2021 --answer 不涉密，可以公开", Resolve);
  AddText(resolve.app, "-a,--answer", resolve.args.text, "TEXT", "What it answered")->required();

  const auto withhold = AddDecision(
      task, session, "withhold", "Decide that the report is not published (不予公开)",
      "gongkai task withhold annual-2021 --ground state-secret --reason 涉及国家秘密", Withhold);
  AddWord(withhold.app, "--ground", withhold.args.ground, "The legal ground")->required();
  AddText(withhold.app, "-r,--reason", withhold.args.text, "TEXT", "Why")->required();
}

}  // namespace

void AddTaskCommands(CLI::App& parent, Session& session) {
  CLI::App& task = AddGroup(parent, "task", "Review reports: legality, then secrecy (审查)",
                            "gongkai task list --stage legal\n"
                            "gongkai task claim annual-2021\n"
                            "gongkai task approve annual-2021 --opinion 同意公开");
  AddReads(task, session);
  AddTaskWatch(task, session);
  AddTaskSheet(task, session);
  AddTaskAdjudicate(task, session);
  AddTaskStuck(task, session);
  AddTaskApprove(task, session);
  AddClaims(task, session);
  AddDecisions(task, session);
}

}  // namespace gongkai::cli
