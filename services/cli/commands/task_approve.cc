// task approve.
#include <iostream>
#include <vector>

#include "services/cli/commands/checklist.h"
#include "services/cli/commands/command_line.h"
#include "services/cli/commands/commands.h"
#include "services/cli/commands/failure.h"
#include "services/cli/commands/task.h"
#include "services/cli/view/table.h"
#include "services/cli/view/words.h"

namespace gongkai::cli {
namespace {

using review::v1::ReviewService;
using review::v1::Task;

struct ApproveArgs {
  TaskOptions task;
  std::string opinion;
  std::vector<std::string> answers;
  bool yes_to_all = false;
  std::string content;
  ChangeOptions change;
};

// Whether there is somebody to ask.
bool CanAsk(const Session& session) { return session.in.interactive && session.err.interactive; }

// Goes to standard error, as all that is asked: standard output is for the result.
void ShowWhatIsApproved(const Session& session, const Task& task) {
  PrintFields({{"approving", {task.name(), Style::kHeading}},
               {"title", task.title()},
               {"disclosure", Label(task.disclosure())},
               {"content", task.content_sha256()}},
              session.err, std::cerr);
}

Answers AnswersTo(const Session& session, const ApproveArgs& args, const Task& task) {
  const bool typed = args.yes_to_all || !args.answers.empty();
  if (!typed && CanAsk(session)) return AskQuestions(task.checklist(), std::cin, std::cerr);
  return ReadAnswers(task.checklist(), args.answers, args.yes_to_all);
}

std::string Opinion(const Session& session, const ApproveArgs& args) {
  if (!args.opinion.empty()) return args.opinion;
  if (CanAsk(session)) return AskLine("opinion (审查意见):", std::cin, std::cerr);
  throw UsageError({"an approval needs an opinion", "审查通过须填写意见"},
                   {"--opinion TEXT gives it", "用 --opinion TEXT 填写"});
}

// Sends the digest and the etag of what was read here, so that nothing else can be approved.
void Approve(Session& session, const ApproveArgs& args) {
  ReviewClient review(session.connection, client::Peer::kReview);
  review::v1::GetTaskRequest get;
  get.set_name(NameOfTask(session, args.task));
  const Task task = review.Call(&ReviewService::Stub::GetTask, get);
  ShowWhatIsApproved(session, task);

  review::v1::ApproveTaskRequest request;
  request.set_name(task.name());
  request.set_content_sha256(args.content.empty() ? task.content_sha256() : args.content);
  request.set_etag(args.change.etag.empty() ? task.etag() : args.change.etag);
  for (auto& answer : AnswersTo(session, args, task)) *request.add_checklist() = std::move(answer);
  request.set_opinion(Opinion(session, args));
  request.set_request_id(args.change.RequestId());
  PrintTaskOutcome(session, "approved", review.Call(&ReviewService::Stub::ApproveTask, request));
}

}  // namespace

void AddTaskApprove(CLI::App& task, Session& session) {
  const auto [app, args] = AddCommand<ApproveArgs>(
      task, session, "approve", "Approve exactly the content that is shown (审查通过)",
      "gongkai task approve annual-2021\n"
      "gongkai task approve annual-2021 --opinion 同意公开 --yes-to-all\n"
      "gongkai task approve annual-2021 --opinion 同意公开 --answer 1=yes --answer "
      "\"2=yes:见附件\"",
      Approve);
  AddTaskOptions(app, args.task);
  AddText(app, "-o,--opinion", args.opinion, "TEXT",
          "The opinion (审查意见); asked for on a terminal");
  app.add_option("--answer", args.answers,
                 "Answer question N: N=yes, N=yes:REMARK or N=no; may be given again")
      ->type_name("N=ANSWER")
      ->allow_extra_args(false);
  app.add_flag("-y,--yes-to-all", args.yes_to_all, "Answer yes to every (other) question");
  AddText(app, "--content", args.content, "SHA256", "Refuse unless this is the content");
  AddChangeOptions(app, args.change);
}

}  // namespace gongkai::cli
