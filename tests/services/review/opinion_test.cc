#include "services/review/opinion.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

#include "tests/services/review/answers.h"

namespace gongkai::review {
namespace {

namespace wf = workflow::v1;
using base::Disclosure;
using form::Kind;
using form::Review;
using testing::IsEmpty;
using testing::UnorderedElementsAreArray;

std::vector<std::string> FieldsOf(const request::FieldCheck& check) {
  std::vector<std::string> fields;
  const Status status = check.Done();
  if (status) return fields;
  for (const FieldViolation& violation : status.error().fields) fields.push_back(violation.field);
  return fields;
}

std::vector<std::string> Broken(Review stage, const wf::OpinionForm& form,
                                Disclosure attribute = Disclosure::kActive,
                                Kind kind = Kind::kAnnualReport) {
  request::FieldCheck check;
  CheckApproval(stage, kind, attribute, form, check);
  return FieldsOf(check);
}

std::vector<std::string> BrokenInReturn(Review stage, const wf::OpinionForm& form) {
  request::FieldCheck check;
  CheckReturn(stage, form, check);
  return FieldsOf(check);
}

TEST(Approval, NeedsEveryQuestionAnsweredAndItsConclusion) {
  EXPECT_THAT(Broken(Review::kLegal, ApprovingForm(v1::LEGAL)), IsEmpty());
  EXPECT_THAT(Broken(Review::kSecrecy, ApprovingForm(v1::SECRECY)), IsEmpty());
}

TEST(Approval, MayHaveItsAnswersInAnyOrderAndWithRemarks) {
  wf::OpinionForm form = ApprovingForm(v1::SECRECY);
  form.mutable_answers()->SwapElements(0, form.answers_size() - 1);
  form.mutable_answers(1)->set_remark("已与办公室核对。");
  EXPECT_THAT(Broken(Review::kSecrecy, form), IsEmpty());
}

TEST(Approval, OfANormativeDocumentAnswersSevenQuestionsMore) {
  const wf::OpinionForm of_all = ApprovingForm(v1::LEGAL);
  for (const Kind kind : {Kind::kNormativeDocument, Kind::kGovernmentRule}) {
    EXPECT_EQ(Broken(Review::kLegal, of_all, Disclosure::kActive, kind).size(), 7);
    EXPECT_THAT(Broken(Review::kLegal, ApprovingForm(v1::LEGAL, kind), Disclosure::kActive, kind),
                IsEmpty());
  }
  // And they are not put about any other document.
  EXPECT_EQ(Broken(Review::kLegal, ApprovingForm(v1::LEGAL, Kind::kNormativeDocument)).size(), 7);
}

TEST(Approval, NamesWhatIsWrongWithTheForm) {
  struct Case {
    const char* what;
    Review stage;
    std::function<void(wf::OpinionForm&)> spoil;
    std::vector<std::string> fields;
  };
  const auto legal = [](const char* what, std::function<void(wf::OpinionForm&)> spoil,
                        std::vector<std::string> fields) {
    return Case{what, Review::kLegal, std::move(spoil), std::move(fields)};
  };
  const auto secrecy = [](const char* what, std::function<void(wf::OpinionForm&)> spoil,
                          std::vector<std::string> fields) {
    return Case{what, Review::kSecrecy, std::move(spoil), std::move(fields)};
  };
  const std::vector<Case> cases = {
      legal("one missing", [](auto& form) { form.mutable_answers()->RemoveLast(); },
            {"form.answers[DISCLOSURE_BASIS]"}),
      legal("one twice", [](auto& form) { *form.add_answers() = form.answers(0); },
            {"form.answers[0].question", "form.answers[5].question"}),
      legal("one more", [](auto& form) { form.add_answers()->set_question("IS_IT_PRETTY"); },
            {"form.answers[5].question"}),
      legal("another spelling",
            [](auto& form) { form.mutable_answers(2)->set_question("legal_content"); },
            {"form.answers[2].question", "form.answers[LEGAL_CONTENT]"}),
      legal("of the other stage",
            [](auto& form) { form.mutable_answers(2)->set_question("STATE_SECRETS"); },
            {"form.answers[2].question", "form.answers[LEGAL_CONTENT]"}),
      legal("no", [](auto& form) { form.mutable_answers(0)->set_answer(wf::NO); },
            {"form.answers[LEGAL_AUTHORITY].answer"}),
      legal("not applicable where it always applies",
            [](auto& form) { form.mutable_answers(0)->set_answer(wf::NOT_APPLICABLE); },
            {"form.answers[LEGAL_AUTHORITY].answer"}),
      legal("not applicable where it may be so",
            [](auto& form) { form.mutable_answers(1)->set_answer(wf::NOT_APPLICABLE); }, {}),
      legal("the version of before", [](auto& form) { form.set_questions_version(1); },
            {"form.questions_version"}),
      legal("no conclusion", [](auto& form) { form.set_conclusion(wf::CONCLUSION_UNSPECIFIED); },
            {"form.conclusion"}),
      legal("a conclusion that returns",
            [](auto& form) { form.set_conclusion(wf::REVISE_CLAUSES); }, {"form.conclusion"}),
      legal("a conclusion of the other stage",
            [](auto& form) { form.set_conclusion(wf::DISCLOSE); }, {"form.conclusion"}),
      legal("a basis", [](auto& form) { form.set_basis("x"); }, {"form.basis"}),
      legal("a withheld part", [](auto& form) { form.add_withheld_parts(); },
            {"form.withheld_parts"}),
      legal("a remark on a clause", [](auto& form) { form.add_clause_remarks(); }, {}),
      secrecy("no basis", [](auto& form) { form.clear_basis(); }, {"form.basis"}),
      secrecy("the conclusion of another attribute",
              [](auto& form) { form.set_conclusion(wf::EXEMPT); }, {"form.conclusion"}),
      secrecy("a conclusion of the other stage",
              [](auto& form) { form.set_conclusion(wf::LAWFUL); }, {"form.conclusion"}),
      secrecy("a remark on a clause", [](auto& form) { form.add_clause_remarks(); },
              {"form.clause_remarks"}),
      secrecy("a withheld part of what is all disclosed",
              [](auto& form) { form.add_withheld_parts(); }, {"form.withheld_parts"}),
  };
  for (const Case& one : cases) {
    wf::OpinionForm form = ApprovingForm(one.stage == Review::kLegal ? v1::LEGAL : v1::SECRECY);
    one.spoil(form);
    EXPECT_THAT(Broken(one.stage, form), UnorderedElementsAreArray(one.fields)) << one.what;
  }
}

TEST(Approval, InSecrecyConcludesWhatTheAttributeSays) {
  wf::OpinionForm form = ApprovingForm(v1::SECRECY);
  form.set_conclusion(wf::EXEMPT);
  for (const Disclosure attribute : {Disclosure::kOnRequest, Disclosure::kNotDisclosed}) {
    EXPECT_THAT(Broken(Review::kSecrecy, form, attribute), IsEmpty());
  }
  form.set_conclusion(wf::DISCLOSE);
  EXPECT_THAT(Broken(Review::kSecrecy, form, Disclosure::kOnRequest),
              UnorderedElementsAreArray({"form.conclusion"}));
}

TEST(Approval, OfPartialDisclosureSaysWhatIsWithheld) {
  wf::OpinionForm form = ApprovingForm(v1::SECRECY);
  EXPECT_THAT(Broken(Review::kSecrecy, form, Disclosure::kActiveRedacted),
              UnorderedElementsAreArray({"form.withheld_parts"}));
  form.add_withheld_parts()->set_part("身份证号码");
  EXPECT_THAT(Broken(Review::kSecrecy, form, Disclosure::kActiveRedacted), IsEmpty());
}

TEST(Return, MayAnswerAnythingOfItsStageOnce) {
  wf::OpinionForm form;
  form.set_questions_version(form::kQuestionsVersion);
  EXPECT_THAT(BrokenInReturn(Review::kLegal, form), IsEmpty());
  form.add_answers()->set_question("NORMATIVE_RIGHTS");
  form.mutable_answers(0)->set_answer(wf::NO);
  form.set_conclusion(wf::NOT_TO_BE_ISSUED);
  EXPECT_THAT(BrokenInReturn(Review::kLegal, form), IsEmpty());
  *form.add_answers() = form.answers(0);
  EXPECT_EQ(BrokenInReturn(Review::kLegal, form).size(), 2);
}

TEST(Return, HasNoConclusionThatApproves) {
  for (const auto& [stage, conclusion] :
       {std::pair(Review::kLegal, wf::LAWFUL), std::pair(Review::kLegal, wf::DISCLOSE),
        std::pair(Review::kSecrecy, wf::EXEMPT), std::pair(Review::kSecrecy, wf::DISCLOSE),
        std::pair(Review::kSecrecy, wf::REVISE_CLAUSES)}) {
    wf::OpinionForm form;
    form.set_questions_version(form::kQuestionsVersion);
    form.set_conclusion(conclusion);
    EXPECT_THAT(BrokenInReturn(stage, form), UnorderedElementsAreArray({"form.conclusion"}))
        << wf::Conclusion_Name(conclusion);
  }
}

}  // namespace
}  // namespace gongkai::review
