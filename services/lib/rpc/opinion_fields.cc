#include "services/lib/rpc/opinion_fields.h"

#include <fmt/format.h>

#include <algorithm>

#include "services/lib/catalog/limits.h"

namespace gongkai::rpc {
namespace {

namespace wf = workflow::v1;
using request::FieldCheck;
using request::Presence;

// Returns the limit of a text that may be empty, but not blank.
limits::Length NotBlank(const std::string& text, limits::Length length) {
  return {text.empty() ? 0U : 1U, length.max};
}

void CheckAnswers(const wf::OpinionForm& form, const std::string& path, FieldCheck& check) {
  check.AtMost(path + ".answers", form.answers_size(), limits::kAnswers);
  for (int i = 0; i < std::min(form.answers_size(), limits::kAnswers); ++i) {
    const wf::QuestionAnswer& answer = form.answers(i);
    const std::string at = fmt::format("{}.answers[{}]", path, i);
    const bool no = answer.answer() == wf::NO;
    check.Line(at + ".question", answer.question(), limits::kRuleName)
        .Enum(at + ".answer", answer.answer(), wf::Answer_IsValid)
        .Text(at + ".remark", answer.remark(),
              no ? limits::Length{1, limits::kRemark.max}
                 : NotBlank(answer.remark(), limits::kRemark));
  }
}

void CheckRemarks(const wf::OpinionForm& form, const std::string& path, FieldCheck& check) {
  check.AtMost(path + ".clause_remarks", form.clause_remarks_size(), limits::kClauseRemarks);
  for (int i = 0; i < std::min(form.clause_remarks_size(), limits::kClauseRemarks); ++i) {
    const wf::ClauseRemark& remark = form.clause_remarks(i);
    const std::string at = fmt::format("{}.clause_remarks[{}]", path, i);
    check.Line(at + ".clause", remark.clause(), limits::kClause)
        .Text(at + ".remark", remark.remark(), {1, limits::kRemark.max});
  }
}

void CheckWithheld(const wf::OpinionForm& form, const std::string& path, FieldCheck& check) {
  check.AtMost(path + ".withheld_parts", form.withheld_parts_size(), limits::kWithheldParts);
  for (int i = 0; i < std::min(form.withheld_parts_size(), limits::kWithheldParts); ++i) {
    const wf::WithheldPart& part = form.withheld_parts(i);
    const std::string at = fmt::format("{}.withheld_parts[{}]", path, i);
    check
        .Line(at + ".attachment", part.attachment(), NotBlank(part.attachment(), limits::kFileName))
        .Line(at + ".part", part.part(), limits::kPart)
        .Enum(at + ".ground", part.ground(), wf::Ground_IsValid);
  }
}

}  // namespace

void CheckOpinion(const wf::OpinionForm& form, const std::string& path, FieldCheck& check) {
  CheckAnswers(form, path, check);
  CheckRemarks(form, path, check);
  CheckWithheld(form, path, check);
  check.Enum(path + ".conclusion", form.conclusion(), wf::Conclusion_IsValid, Presence::kOptional)
      .Text(path + ".basis", form.basis(), NotBlank(form.basis(), limits::kBasis));
}

void CheckDecision(const wf::DisclosureDecision& decision, const std::string& path,
                   FieldCheck& check) {
  const bool closed = decision.attribute() == wf::NOT_DISCLOSED;
  check.Enum(path + ".attribute", decision.attribute(), wf::Disclosure_IsValid)
      .Enum(path + ".ground", decision.ground(), wf::Ground_IsValid, Presence::kOptional)
      .Require(closed == (decision.ground() != wf::GROUND_UNSPECIFIED), path + ".ground",
               {"Required with NOT_DISCLOSED, and empty with any other attribute.",
                "公开属性为“不予公开”（NOT_DISCLOSED）时必须填写，其他属性不得填写。"})
      .Text(path + ".reason", decision.reason(),
            NotBlank(decision.reason(), limits::kDecisionReason));
}

}  // namespace gongkai::rpc
