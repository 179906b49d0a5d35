#include "services/cli/commands/task.h"

#include <iostream>

#include "gongkai/workflow/v1/workflow_service.grpc.pb.h"
#include "services/cli/commands/command_line.h"
#include "services/cli/commands/failure.h"
#include "services/cli/commands/files.h"
#include "services/cli/view/finding_view.h"
#include "services/cli/view/form_view.h"
#include "services/cli/view/json.h"
#include "services/cli/view/names.h"
#include "services/cli/view/state_cell.h"
#include "services/cli/view/table.h"
#include "services/cli/view/text.h"
#include "services/cli/view/time.h"
#include "services/cli/view/words.h"

namespace gongkai::cli {
namespace {

using review::v1::Stage;
using review::v1::Task;
using workflow::v1::WorkflowService;

std::optional<Stage> StageOf(workflow::v1::State state) {
  switch (state) {
    case workflow::v1::LEGAL_REVIEW:
    case workflow::v1::LEGAL_REFERRED:
      return review::v1::LEGAL;
    case workflow::v1::SECRECY_REVIEW:
    case workflow::v1::SECRECY_REFERRED:
      return review::v1::SECRECY;
    case workflow::v1::DRAFT:
      return review::v1::ENDORSEMENT;
    case workflow::v1::CLEARED:
      return review::v1::SIGNATURE;
    default:
      return std::nullopt;
  }
}

Stage CurrentStage(Session& session, const std::string& report) {
  workflow::v1::GetRecordRequest request;
  request.set_name(report);
  client::Client<WorkflowService> workflow(session.connection, client::Peer::kWorkflow);
  const auto record = workflow.Call(&WorkflowService::Stub::GetRecord, request);
  const auto stage = StageOf(record.state());
  if (!stage) {
    throw Failure(ExitCode::kRefused, "NOT_IN_REVIEW",
                  {report + " is " + Label(record.state()) + ": no stage reviews it now",
                   report + " 处于 " + Label(record.state()) + "：现在没有哪个阶段在审查"},
                  {"--stage legal or --stage secrecy names one nevertheless",
                   "仍要指定的，用 --stage legal 或 --stage secrecy"});
  }
  return *stage;
}

std::string ClaimText(const Task& task) {
  if (task.claimed_by().empty()) return "";
  return task.claimed_by() + " until " + LocalTime(task.claim_expire_time());
}

// The attribute that the department proposed, where somebody has decided on another.
std::string ProposedText(const Task& task) {
  if (task.proposed_disclosure() == task.disclosure()) return "";
  std::string text = Label(task.proposed_disclosure());
  if (!text.empty() && !task.disclosure_reason().empty()) text += "; " + task.disclosure_reason();
  return text;
}

void PrintQuestions(const Session& session, const Task& task) {
  if (task.questions().empty()) return;
  std::cout << "\nTo approve, each of these is answered:\n";
  for (int i = 0; i < task.questions_size(); ++i) {
    const review::v1::Question& question = task.questions(i);
    std::cout << "  " << i + 1 << ". "
              << OneLine(In(session.language, {question.text(), question.text_zh()})) << " ("
              << question.source() << "; " << question.id() << ")\n";
  }
}

void PrintContent(const Session& session, const review::v1::Content& content) {
  if (!content.attachments().empty()) {
    std::cout << '\n';
    Table table({"ATTACHMENT", "SIZE", "TYPE", "DISCLOSURE", "SHA-256"});
    for (const auto& file : content.attachments()) {
      table.Add({file.name().substr(file.name().rfind('/') + 1), Size(file.size_bytes()),
                 file.mime_type(),
                 DisclosureText(file.disclosure(), file.ground(), file.disclosure_reason()),
                 file.sha256()});
    }
    table.Print(session.out, std::cout);
  }
  std::cout << '\n' << Lines(content.body());
  if (!content.body().ends_with('\n')) std::cout << '\n';
}

}  // namespace

void AddTaskOptions(CLI::App& app, TaskOptions& options) {
  AddPositional(app, "REPORT", options.report, "The report, or the task's full name");
  AddWord(app, "-s,--stage", options.stage, "The stage; the one the report is in when left out");
}

std::string NameOfTask(Session& session, const TaskOptions& options) {
  const TaskWords words = ParseTask(options.report);
  if (!words.stage.empty()) return TaskName(words.report, words.stage);
  const Stage stage = options.stage ? *options.stage : CurrentStage(session, words.report);
  return TaskName(words.report, Typed(VocabularyOf<Stage>(), stage));
}

void PrintTask(const Session& session, const Task& task) {
  if (session.json) {
    std::cout << ToJson(task);
    return;
  }
  const review::v1::Content& content = task.content();
  const auto waiting = Between(task.state_time(), Now());
  PrintFields(
      {
          {"task", {task.name(), Style::kHeading}},
          {"state", StateCell(task.state())},
          {"waiting", Duration(waiting) + ", since " + LocalTime(task.state_time())},
          {"claimed", ClaimText(task)},
          {"title", task.title()},
          {"number", task.document_number()},
          {"kind", content.kind()},
          {"department", task.department()},
          {"issuer", content.issuing_department()},
          {"category", content.category()},
          {"form", FormNumberText(task.form_number())},
          {"disclosure", Label(task.disclosure())},
          {"proposed", ProposedText(task)},
          {"ground", Label(content.ground())},
          {"reason", content.disclosure_reason()},
          {"planned", LocalTime(content.planned_publish_time())},
          {"co-issuers", Joined(content.co_issuing_departments())},
          {"drafter", content.drafter()},
          {"telephone", content.telephone()},
          {"formed", DayText(content.formed_date())},
          {"carrier", content.carrier()},
          {"channels", Joined(content.channels())},
          {"interpretation", content.interpretation()},
          {"forwards", ForwardedText(content.forwarded_document_number(), content.forwarded_title(),
                                     content.forwarded_attribute())},
          {"index number", content.index_number()},
          {"corrects", content.corrects()},
          {"to endorse", Joined(task.missing_endorsements())},
          {"comment", task.newest_comment()},
          {"content", task.content_sha256()},
          {"problem", task.content_problem()},
          {"etag", task.etag()},
      },
      session.out, std::cout);
  PrintQuestions(session, task);
  if (!task.findings().empty()) std::cout << '\n';
  PrintFindings(task.findings(), session.language, session.out);
  PrintContent(session, content);
}

void PrintTaskOutcome(const Session& session, std::string_view done, const Task& task) {
  if (session.json) {
    std::cout << ToJson(task);
    return;
  }
  const Cell state = StateCell(task.state());
  std::cout << task.report() << ' ' << done << ", now "
            << Paint(state.text, state.style, session.out) << '\n';
}

}  // namespace gongkai::cli
