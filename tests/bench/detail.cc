#include "tests/bench/detail.h"

#include "workflow/form/questions.h"

namespace gongkai::bench {

workflow::v1::OpinionForm FormOf(machine::Action action) {
  const bool legal = action == machine::Action::kApproveLegal;
  workflow::v1::OpinionForm form;
  form.set_questions_version(form::kQuestionsVersion);
  const auto asked = form::QuestionsOf(legal ? form::Review::kLegal : form::Review::kSecrecy,
                                       form::Kind::kAnnualReport);
  for (const form::Question* question : asked) {
    workflow::v1::QuestionAnswer& answer = *form.add_answers();
    answer.set_question(std::string(question->id));
    answer.set_answer(workflow::v1::YES);
  }
  form.set_conclusion(legal ? workflow::v1::LAWFUL : workflow::v1::DISCLOSE);
  if (!legal) form.set_basis("《政府信息公开条例》第十九条、第二十条");
  return form;
}

namespace {

// The check of a content in which nothing was found.
workflow::v1::LeakCheck NothingFound() {
  workflow::v1::LeakCheck check;
  check.set_rules_version(1);
  check.set_findings_sha256(std::string(64, 'a'));
  return check;
}

}  // namespace

void SetDetail(machine::Action action, const std::string& part, workflow::v1::Command& command) {
  switch (action) {
    case machine::Action::kCreate:
      command.mutable_create()->add_part_sha256(part);
      break;
    case machine::Action::kEdit:
      command.mutable_edit()->add_part_sha256(part);
      break;
    case machine::Action::kSubmit:
      command.mutable_submit()->set_disclosure(workflow::v1::ACTIVE);
      break;
    case machine::Action::kClaim:
      command.mutable_claim()->set_seconds(3600);
      break;
    case machine::Action::kApproveLegal:
      *command.mutable_approve()->mutable_form() = FormOf(action);
      break;
    case machine::Action::kApproveSecrecy:
      *command.mutable_approve()->mutable_form() = FormOf(action);
      *command.mutable_approve()->mutable_leak_check() = NothingFound();
      break;
    case machine::Action::kPublish:
      *command.mutable_publish()->mutable_leak_check() = NothingFound();
      break;
    default:
      break;
  }
}

std::string DetailBytes(machine::Action action, const std::string& part) {
  workflow::v1::Command command;
  SetDetail(action, part, command);
  const auto* field = workflow::v1::Command::descriptor()->FindFieldByNumber(command.detail_case());
  if (field == nullptr) return {};
  return command.GetReflection()->GetMessage(command, field).SerializeAsString();
}

}  // namespace gongkai::bench
