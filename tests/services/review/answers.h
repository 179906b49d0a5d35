// A form as a content reviewer fills it in.
#pragma once

#include <string>

#include "gongkai/workflow/v1/opinion.pb.h"
#include "services/review/stage.h"
#include "workflow/form/questions.h"

namespace gongkai::review {

// The form that approves a document of this kind for active disclosure.
inline workflow::v1::OpinionForm ApprovingForm(v1::Stage stage,
                                               form::Kind kind = form::Kind::kAnnualReport) {
  workflow::v1::OpinionForm form;
  form.set_questions_version(form::kQuestionsVersion);
  for (const form::Question* question : form::QuestionsOf(*InfoOf(stage).questions, kind)) {
    workflow::v1::QuestionAnswer& answer = *form.add_answers();
    answer.set_question(std::string(question->id));
    answer.set_answer(workflow::v1::YES);
  }
  const bool legal = stage == v1::LEGAL;
  form.set_conclusion(legal ? workflow::v1::LAWFUL : workflow::v1::DISCLOSE);
  if (!legal) form.set_basis("《政府信息公开条例》第十九条");
  return form;
}

}  // namespace gongkai::review
