#include "services/review/sheet/opinion_row.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include "services/review/sheet/words.h"
#include "workflow/form/questions.h"

namespace gongkai::review {
namespace {

namespace wf = workflow::v1;

// Returns the form that was filled in; empty where there is none.
const wf::OpinionForm& FormOf(const wf::ReportEvent& event) {
  return event.has_returned() ? event.returned().form() : event.approve().form();
}

// Returns the conclusion in words, or an empty text where what was done says it all.
std::string VerdictOf(const wf::ReportEvent& event) {
  const std::string conclusion = WordOf(base::kConclusionWords, FormOf(event).conclusion());
  switch (event.action()) {
    case wf::ENDORSE:
      return "同意";
    case wf::APPROVE_LEGAL:
    case wf::APPROVE_SECRECY:
      return TextOr(conclusion, "通过");
    case wf::RETURN:
      return TextOr(conclusion, "退回起草部门");
    case wf::REFER:
      return "需报审，报 " + event.refer().authority();
    case wf::WITHHOLD:
      return AttributeText(wf::NOT_DISCLOSED, event.withhold().ground(), "");
    case wf::SIGN: {
      const wf::DisclosureDecision& decision = event.sign().decision();
      return "最终属性：" + AttributeText(decision.attribute(), decision.ground(), "") +
             MarkOf(decision.attribute());
    }
    case wf::PUBLISH:
      return event.related().empty() ? "" : "更正 " + event.related();
    case wf::SUPERSEDE:
      return "更正后公文 " + event.related();
    default:
      return {};
  }
}

std::string_view LabelOfComment(wf::Action action) {
  switch (action) {
    case wf::REFER:
      return "请示";
    case wf::RESOLVE:
      return "答复";
    case wf::RETURN:
    case wf::WITHHOLD:
    case wf::RETRACT:
    case wf::REASSESS:
    case wf::WITHDRAW:
      return "理由";
    default:
      return "意见";
  }
}

// Returns the question as it is put, or the id of a question that this program does not know.
std::string QuestionText(const std::string& id) {
  const auto found = std::ranges::find(form::Questions(), id, &form::Question::id);
  return found == form::Questions().end() ? id : std::string(found->text.chinese);
}

void AddAnswer(std::string word, std::string question, const std::string& remark, Fill& answers) {
  Fill& answer = answers.Add("ANSWER");
  answer.Set("ANSWER_WORD", std::move(word)).Set("QUESTION", std::move(question));
  if (!remark.empty()) answer.Add("ANSWER_REMARK").Set("ANSWER_REMARK_TEXT", remark);
}

// Adds the answers of the form; in entries of version 1, which had none, those of the checklist.
void AddAnswers(const wf::ReportEvent& event, Fill& row) {
  const wf::OpinionForm& form = FormOf(event);
  if (form.answers().empty() && event.approve().checklist().empty()) return;
  Fill& answers = row.Add("ANSWERS");
  for (const wf::QuestionAnswer& answer : form.answers()) {
    AddAnswer(WordOf(base::kAnswerWords, answer.answer()), QuestionText(answer.question()),
              answer.remark(), answers);
  }
  for (const wf::ChecklistAnswer& answer : event.approve().checklist()) {
    AddAnswer(WordOf(base::kAnswerWords, answer.passed() ? wf::YES : wf::NO), answer.question(),
              answer.remark(), answers);
  }
}

void AddLine(std::string_view label, std::string text, Fill& row) {
  if (text.empty()) return;
  row.Add("LINE").Set("LINE_LABEL", std::string(label)).Set("LINE_TEXT", std::move(text));
}

void AddLines(const wf::ReportEvent& event, Fill& row) {
  const wf::OpinionForm& form = FormOf(event);
  AddLine("依据", form.basis(), row);
  for (const wf::ClauseRemark& clause : form.clause_remarks()) {
    AddLine("逐条意见", "“" + clause.clause() + "”：" + clause.remark(), row);
  }
  for (const wf::WithheldPart& part : form.withheld_parts()) {
    const std::string where =
        part.attachment().empty() ? "正文" : "附件“" + part.attachment() + "”";
    AddLine("不公开部分", where + "，" + part.part() + "；" + GroundText(part.ground()), row);
  }
  if (event.approve().has_decision()) {
    const wf::DisclosureDecision& decision = event.approve().decision();
    AddLine("审定属性", AttributeText(decision.attribute(), decision.ground(), decision.reason()),
            row);
  }
  AddLine("变更理由", event.sign().decision().reason(), row);
  AddLine(LabelOfComment(event.action()), event.comment(), row);
}

}  // namespace

void AddOpinionRow(const Opinion& opinion, Fill& row) {
  const wf::ReportEvent& event = *opinion.event;
  row.Set("ACTION", WordOf(base::kActionWords, event.action()))
      .Set("SIGNER", event.actor())
      .Set("SIGNER_DEPARTMENT", TextOr(event.department(), kNone))
      .Set("SIGNER_ROLE", TextOr(WordOf(base::kRoleWords, event.role()), kNone))
      .Set("SIGN_TIME", TimeText(event.time()))
      .Set("OPINION_DIGEST", TextOr(event.content_sha256(), "（本表的读者无权查看）"))
      .Set("OPINION_POSITION", std::to_string(event.position()))
      .Set("OPINION_HASH", event.entry_hash());
  if (opinion.is_void) {
    row.Add("OLD");
    row.Add("VOID");
  }
  if (!event.on_behalf_of().empty()) row.Add("BEHALF").Set("BEHALF_OF", event.on_behalf_of());
  std::string verdict = VerdictOf(event);
  if (!verdict.empty()) row.Add("VERDICT").Set("VERDICT_TEXT", std::move(verdict));
  AddAnswers(event, row);
  AddLines(event, row);
}

}  // namespace gongkai::review
