#include "services/review/checklist.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <string_view>

#include "services/lib/catalog/limits.h"

namespace gongkai::review {

void CheckAnswers(const StageInfo& stage, const Answers& answers, request::FieldCheck& check) {
  // Each is compared with all others below.
  check.AtMost("checklist", answers.size(), limits::kChecklist);
  if (answers.size() > limits::kChecklist) return;
  const auto times_answered = [&](std::string_view question) {
    return std::ranges::count(answers, question, &workflow::v1::ChecklistAnswer::question);
  };
  for (const std::string_view question : stage.questions) {
    check.Require(times_answered(question) != 0, "checklist",
                  {fmt::format("Must answer each question of the stage; \"{}\" is not.", question),
                   fmt::format("必须答复本阶段的每一个问题；“{}”没有答复。", question)});
  }
  for (int i = 0; i < answers.size(); ++i) {
    const auto& answer = answers[i];
    const std::string path = fmt::format("checklist[{}]", i);
    const bool asked =
        std::ranges::find(stage.questions, answer.question()) != stage.questions.end();
    check
        .Require(
            asked, path + ".question",
            {"Must be a question of the stage, word for word.", "必须是本阶段的问题，一字不差。"})
        .Require(!asked || times_answered(answer.question()) == 1, path + ".question",
                 {"Must be answered once.", "只能答复一次。"})
        .Require(answer.passed(), path + ".passed",
                 {"Must be passed to approve; where it is not, return the report.",
                  "审查通过时，每一项都必须合格；不合格的，请退回报告。"})
        .Text(path + ".remark", answer.remark(), limits::kRemark);
  }
}

}  // namespace gongkai::review
