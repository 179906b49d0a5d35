// The form of an approval, as a content reviewer fills it in.
#pragma once

#include "gongkai/review/v1/task.pb.h"
#include "gongkai/workflow/v1/opinion.pb.h"

namespace gongkai::support {

// Returns the form that approves the task as it is: yes to every question.
inline workflow::v1::OpinionForm ApprovingForm(const review::v1::Task& task) {
  workflow::v1::OpinionForm form;
  form.set_questions_version(task.questions_version());
  for (const review::v1::Question& question : task.questions()) {
    workflow::v1::QuestionAnswer& answer = *form.add_answers();
    answer.set_question(question.id());
    answer.set_answer(workflow::v1::YES);
  }
  if (task.stage() == review::v1::LEGAL) {
    form.set_conclusion(workflow::v1::LAWFUL);
    return form;
  }
  const bool active = task.disclosure() == workflow::v1::ACTIVE ||
                      task.disclosure() == workflow::v1::ACTIVE_REDACTED;
  form.set_conclusion(active ? workflow::v1::DISCLOSE : workflow::v1::EXEMPT);
  form.set_basis("《政府信息公开条例》第十九条");
  if (task.disclosure() == workflow::v1::ACTIVE_REDACTED) {
    workflow::v1::WithheldPart& part = *form.add_withheld_parts();
    part.set_part("身份证号码");
    part.set_ground(workflow::v1::THIRD_PARTY_RIGHTS);
  }
  return form;
}

}  // namespace gongkai::support
