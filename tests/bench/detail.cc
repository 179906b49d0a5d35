#include "tests/bench/detail.h"

#include <string_view>

#include "tests/bench/lifecycle.h"

namespace gongkai::bench {

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
    case machine::Action::kApproveSecrecy:
      for (const std::string_view question : QuestionsOf(action)) {
        workflow::v1::ChecklistAnswer& answer = *command.mutable_approve()->add_checklist();
        answer.set_question(std::string(question));
        answer.set_passed(true);
      }
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
