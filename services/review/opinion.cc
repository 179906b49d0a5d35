#include "services/review/opinion.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "services/lib/request/text.h"

namespace gongkai::review {
namespace {

namespace wf = workflow::v1;
using base::Disclosure;
using form::Question;
using form::Review;
using request::FieldCheck;

using Questions = std::vector<const Question*>;

// The checks that an approval and a return have in common, but for the conclusion.
void CheckCommon(Review stage, const Questions& asked, const wf::OpinionForm& form,
                 FieldCheck& check) {
  check.Require(form.questions_version() == form::kQuestionsVersion, "form.questions_version",
                {fmt::format("Must be {}: read the task again.", form::kQuestionsVersion),
                 fmt::format("必须是 {}：请重新读取任务。", form::kQuestionsVersion)});
  for (int i = 0; i < form.answers_size(); ++i) {
    const std::string& id = form.answers(i).question();
    const std::string field = fmt::format("form.answers[{}].question", i);
    const bool known = std::ranges::find(asked, id, &Question::id) != asked.end();
    const auto times = std::ranges::count(form.answers(), id, &wf::QuestionAnswer::question);
    check
        .Require(known, field,
                 {"Must be the id of a question that is put about this document in this stage.",
                  "必须是本阶段对该公文所提问题的编号。"})
        .Require(times == 1, field, {"Must be answered once.", "只能答复一次。"});
  }
  check
      .Require(stage == Review::kLegal || form.clause_remarks().empty(), "form.clause_remarks",
               {"Only in the legal stage.", "只在合法性审查阶段填写。"})
      .Require(stage == Review::kSecrecy || form.basis().empty(), "form.basis",
               {"Only in the secrecy stage.", "只在保密审查阶段填写。"})
      .Require(stage == Review::kSecrecy || form.withheld_parts().empty(), "form.withheld_parts",
               {"Only in the secrecy stage.", "只在保密审查阶段填写。"});
}

void CheckAnswered(const Questions& asked, const wf::OpinionForm& form, FieldCheck& check) {
  for (const Question* question : asked) {
    const auto found =
        std::ranges::find(form.answers(), question->id, &wf::QuestionAnswer::question);
    if (found == form.answers().end()) {
      check.Require(false, fmt::format("form.answers[{}]", question->id),
                    {fmt::format("Must be answered: {}", question->text.english),
                     fmt::format("必须答复：{}", question->text.chinese)});
      continue;
    }
    const std::string field = fmt::format("form.answers[{}].answer", question->id);
    check
        .Require(found->answer() != wf::NO, field,
                 {"Must not be NO to approve; where it is, return the report.",
                  "审查通过时不得为“否”（NO）；为“否”的，请退回报告。"})
        .Require(found->answer() != wf::NOT_APPLICABLE || question->may_not_apply, field,
                 {"Must be YES or NO: this question always applies.",
                  "必须是“是”（YES）或者“否”（NO）：该问题没有不适用的情形。"});
  }
}

}  // namespace

void CheckApproval(Review stage, form::Kind kind, Disclosure attribute, const wf::OpinionForm& form,
                   FieldCheck& check) {
  const Questions asked = form::QuestionsOf(stage, kind);
  CheckCommon(stage, asked, form, check);
  CheckAnswered(asked, form, check);
  if (stage == Review::kLegal) {
    check.Require(form.conclusion() == wf::LAWFUL, "form.conclusion",
                  {"Must be LAWFUL to approve; where it is not, return the report.",
                   "审查通过时必须是“合法”（LAWFUL）；否则请退回报告。"});
    return;
  }
  const bool redacted = attribute == Disclosure::kActiveRedacted;
  check
      .Require(
          form.conclusion() == (IsActive(attribute) ? wf::DISCLOSE : wf::EXEMPT), "form.conclusion",
          {"Must be DISCLOSE with ACTIVE and ACTIVE_REDACTED, and EXEMPT with ON_REQUEST and "
           "NOT_DISCLOSED.",
           "主动公开、删减后公开的，必须是“公开”（DISCLOSE）；依申请公开、不予公开的，必须是“免于"
           "公开”（EXEMPT）。"})
      .Require(!request::IsBlank(form.basis()), "form.basis",
               {"Required: on what the conclusion is based.", "必须填写结论的依据。"})
      .Require(redacted == !form.withheld_parts().empty(), "form.withheld_parts",
               {"Required with ACTIVE_REDACTED, and empty with any other attribute.",
                "公开属性为“删减后公开”（ACTIVE_REDACTED）时必须填写，其他属性不得填写。"});
}

void CheckReturn(Review stage, const wf::OpinionForm& form, FieldCheck& check) {
  // What kind of document it is does not matter: who returns it need not answer everything.
  CheckCommon(stage, form::QuestionsOf(stage, form::Kind::kNormativeDocument), form, check);
  const wf::Conclusion conclusion = form.conclusion();
  const bool approves =
      conclusion == wf::LAWFUL || conclusion == wf::DISCLOSE || conclusion == wf::EXEMPT;
  check
      .Require(!approves, "form.conclusion",
               {"Must not be a conclusion that approves.", "不得是审查通过的结论。"})
      .Require(stage == Review::kLegal || conclusion == wf::CONCLUSION_UNSPECIFIED || approves,
               "form.conclusion", {"Only in the legal stage.", "只在合法性审查阶段填写。"});
}

}  // namespace gongkai::review
