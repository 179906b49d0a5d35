// task approve, endorse, sign.
#include <iostream>

#include "services/cli/commands/command_line.h"
#include "services/cli/commands/commands.h"
#include "services/cli/commands/failure.h"
#include "services/cli/commands/opinion_options.h"
#include "services/cli/commands/questionnaire.h"
#include "services/cli/commands/task.h"
#include "services/cli/view/form_view.h"
#include "services/cli/view/names.h"
#include "services/cli/view/table.h"
#include "services/cli/view/words.h"

namespace gongkai::cli {
namespace {

using review::v1::ReviewService;
using review::v1::Task;

// What an approval, an endorsement and a signature consist of.
struct ApproveArgs {
  TaskOptions task;
  std::string opinion;
  FormOptions form;
  DecisionOptions decision;
  std::string content;
  ChangeOptions change;
};

// Goes to standard error, as all that is asked: standard output is for the result.
void ShowWhatIsApproved(const Session& session, const Task& task) {
  PrintFields({{"approving", {task.name(), Style::kHeading}},
               {"title", task.title()},
               {"disclosure", Label(task.disclosure())},
               {"content", task.content_sha256()}},
              session.err, std::cerr);
}

std::string Opinion(const Session& session, const ApproveArgs& args) {
  if (!args.opinion.empty()) return args.opinion;
  if (CanAsk(session)) return AskLine("opinion (审查意见):", std::cin, std::cerr);
  throw UsageError({"an approval needs an opinion", "审查通过须填写意见"},
                   {"--opinion TEXT gives it", "用 --opinion TEXT 填写"});
}

Task Read(Session& session, ReviewClient& review, const std::string& name) {
  review::v1::GetTaskRequest get;
  get.set_name(name);
  Task task = review.Call(&ReviewService::Stub::GetTask, get);
  ShowWhatIsApproved(session, task);
  return task;
}

// Fills in the digest and the etag of what was read here, so that nothing else can be approved.
template <class Request>
Request RequestOf(const Session& session, const ApproveArgs& args, const Task& task) {
  Request request;
  request.set_name(task.name());
  request.set_content_sha256(args.content.empty() ? task.content_sha256() : args.content);
  request.set_etag(args.change.etag.empty() ? task.etag() : args.change.etag);
  request.set_opinion(Opinion(session, args));
  request.set_request_id(args.change.RequestId());
  return request;
}

std::string NameOf(const ApproveArgs& args, review::v1::Stage stage) {
  return TaskName(ParseTask(args.task.report).report,
                  Typed(VocabularyOf<review::v1::Stage>(), stage));
}

void Approve(Session& session, const ApproveArgs& args) {
  ReviewClient review(session.connection, client::Peer::kReview);
  const Task task = Read(session, review, NameOfTask(session, args.task));
  const workflow::v1::Disclosure attribute = args.decision.attribute.value_or(task.disclosure());
  const auto form = ApprovalForm(session, task, attribute, args.form);
  auto request = RequestOf<review::v1::ApproveTaskRequest>(session, args, task);
  *request.mutable_form() = form;
  if (args.decision.IsGiven()) *request.mutable_decision() = args.decision.Decision();
  PrintTaskOutcome(session, "approved", review.Call(&ReviewService::Stub::ApproveTask, request));
}

void Endorse(Session& session, const ApproveArgs& args) {
  ReviewClient review(session.connection, client::Peer::kReview);
  const Task task = Read(session, review, NameOf(args, review::v1::ENDORSEMENT));
  const auto request = RequestOf<review::v1::EndorseTaskRequest>(session, args, task);
  PrintTaskOutcome(session, "endorsed", review.Call(&ReviewService::Stub::EndorseTask, request));
}

void Sign(Session& session, const ApproveArgs& args) {
  ReviewClient review(session.connection, client::Peer::kReview);
  const Task task = Read(session, review, NameOf(args, review::v1::SIGNATURE));
  auto request = RequestOf<review::v1::SignTaskRequest>(session, args, task);
  *request.mutable_decision() = args.decision.Decision();
  if (!args.decision.IsGiven()) request.mutable_decision()->set_attribute(task.disclosure());
  PrintTaskOutcome(session, "signed", review.Call(&ReviewService::Stub::SignTask, request));
}

void AddOpinion(CLI::App& app, ApproveArgs& args) {
  AddText(app, "-o,--opinion", args.opinion, "TEXT",
          "The opinion (审查意见); asked for on a terminal");
  AddText(app, "--content", args.content, "SHA256", "Refuse unless this is the content");
  AddChangeOptions(app, args.change);
}

}  // namespace

void AddTaskApprove(CLI::App& task, Session& session) {
  const auto [approve, approve_args] = AddCommand<ApproveArgs>(
      task, session, "approve", "Approve exactly the content that is shown (审查通过)",
      "gongkai task approve annual-2021\n"
      "gongkai task approve annual-2021 --opinion 同意公开 --yes-to-all\n"
      "gongkai task approve annual-2021 --opinion 同意公开 --yes-to-all --answer \"2=yes:见附件\"\n"
      "gongkai task approve minutes --opinion 不宜主动公开 --yes-to-all --basis 条例第十六条 \\\n"
      "  --attribute on-request --attribute-reason 过程性信息",
      Approve);
  AddTaskOptions(approve, approve_args.task);
  AddFormOptions(approve, approve_args.form, /*approves=*/true);
  AddDecisionOptions(approve, approve_args.decision);
  AddOpinion(approve, approve_args);

  const auto [endorse, endorse_args] = AddCommand<ApproveArgs>(
      task, session, "endorse", "Endorse a draft as the head of a department (部门审签)",
      "gongkai task endorse annual-2021 --opinion 同意送审", Endorse);
  AddPositional(endorse, "REPORT", endorse_args.task.report, "The report, or the task's full name");
  AddOpinion(endorse, endorse_args);

  const auto [sign, sign_args] = AddCommand<ApproveArgs>(
      task, session, "sign", "Sign a cleared report with its final disclosure attribute (签发)",
      "gongkai task sign annual-2021 --opinion 同意公开\n"
      "gongkai task sign minutes --opinion 依申请公开 --attribute on-request "
      "--attribute-reason 过程性信息",
      Sign);
  AddPositional(sign, "REPORT", sign_args.task.report, "The report, or the task's full name");
  AddDecisionOptions(sign, sign_args.decision);
  AddOpinion(sign, sign_args);
}

}  // namespace gongkai::cli
