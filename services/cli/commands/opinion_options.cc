#include "services/cli/commands/opinion_options.h"

#include <algorithm>
#include <iostream>
#include <string_view>

#include "services/cli/commands/command_line.h"
#include "services/cli/commands/failure.h"
#include "services/cli/commands/questionnaire.h"

namespace gongkai::cli {
namespace {

using workflow::v1::OpinionForm;

// Returns the two texts around the first separator. Throws Failure kUsage if there is none.
std::pair<std::string, std::string> Split(const std::string& text, char separator,
                                          const std::string& option, const std::string& form) {
  const std::size_t at = text.find(separator);
  if (at == std::string::npos || at == 0 || at + 1 == text.size()) {
    throw UsageError(
        {option + " " + text + " is not " + form, option + " " + text + " 不是 " + form});
  }
  return {text.substr(0, at), text.substr(at + 1)};
}

void AddRemarks(const FormOptions& options, OpinionForm& form) {
  for (const std::string& typed : options.remarks) {
    auto [clause, text] = Split(typed, '=', "--remark", "CLAUSE=TEXT");
    workflow::v1::ClauseRemark& remark = *form.add_clause_remarks();
    remark.set_clause(std::move(clause));
    remark.set_remark(std::move(text));
  }
}

void AddWithheld(const FormOptions& options, OpinionForm& form) {
  for (const std::string& typed : options.withheld) {
    const auto [word, rest] = Split(typed, ':', "--withhold", "GROUND:PART[:FILE]");
    const auto ground = Find<workflow::v1::Ground>(word);
    if (!ground) {
      const std::string choices = Choices(VocabularyOf<workflow::v1::Ground>());
      throw UsageError({"--withhold: " + word + " is none of " + choices,
                        "--withhold：" + word + " 不是 " + choices + " 之一"});
    }
    const std::size_t colon = std::min(rest.find(':'), rest.size());
    workflow::v1::WithheldPart& part = *form.add_withheld_parts();
    part.set_ground(*ground);
    part.set_part(rest.substr(0, colon));
    part.set_attachment(rest.substr(std::min(colon + 1, rest.size())));
  }
}

// The conclusion that approves.
workflow::v1::Conclusion Usual(const review::v1::Task& task, workflow::v1::Disclosure attribute) {
  if (task.stage() == review::v1::LEGAL) return workflow::v1::LAWFUL;
  const bool active =
      attribute == workflow::v1::ACTIVE || attribute == workflow::v1::ACTIVE_REDACTED;
  return active ? workflow::v1::DISCLOSE : workflow::v1::EXEMPT;
}

std::string Basis(const Session& session, const FormOptions& options) {
  if (!options.basis.empty()) return options.basis;
  if (CanAsk(session)) return AskLine("basis (依据):", std::cin, std::cerr);
  throw UsageError({"a secrecy reviewer's conclusion needs a basis", "保密审查的结论须填写依据"},
                   {"--basis TEXT gives it", "用 --basis TEXT 填写"});
}

}  // namespace

bool CanAsk(const Session& session) { return session.in.interactive && session.err.interactive; }

workflow::v1::DisclosureDecision DecisionOptions::Decision() const {
  workflow::v1::DisclosureDecision decision;
  decision.set_attribute(attribute.value_or(workflow::v1::DISCLOSURE_UNSPECIFIED));
  decision.set_ground(ground.value_or(workflow::v1::GROUND_UNSPECIFIED));
  decision.set_reason(reason);
  return decision;
}

void AddDecisionOptions(CLI::App& app, DecisionOptions& options) {
  CLI::Option* attribute =
      AddWord(app, "-d,--attribute", options.attribute, "The disclosure attribute (公开属性)");
  AddWord(app, "--ground", options.ground, "The legal ground, with not-disclosed")
      ->needs(attribute);
  AddText(app, "--attribute-reason", options.reason, "TEXT", "Why it is another one than before")
      ->needs(attribute);
}

void AddFormOptions(CLI::App& app, FormOptions& options, bool approves) {
  AddWord(app, "--conclusion", options.conclusion, "What the review comes to (结论)");
  app.add_option("--remark", options.remarks, "Remark on a clause (legal); may be given again")
      ->type_name("CLAUSE=TEXT")
      ->allow_extra_args(false);
  app.add_option("--withhold", options.withheld,
                 "A part kept from the public (secrecy); may be given again")
      ->type_name("GROUND:PART[:FILE]")
      ->allow_extra_args(false);
  app.add_option("--answer", options.answers,
                 "Answer question Q, by its number or id: Q=yes, Q=no, Q=na, with :REMARK; may be "
                 "given again")
      ->type_name("Q=ANSWER")
      ->allow_extra_args(false);
  if (!approves) return;
  AddText(app, "--basis", options.basis, "TEXT",
          "On what the conclusion is based (secrecy; 依据); asked for on a terminal");
  app.add_flag("-y,--yes-to-all", options.yes_to_all, "Answer yes to every (other) question");
}

OpinionForm ApprovalForm(const Session& session, const review::v1::Task& task,
                         workflow::v1::Disclosure attribute, const FormOptions& options) {
  OpinionForm form;
  form.set_questions_version(task.questions_version());
  const bool typed = options.yes_to_all || !options.answers.empty();
  Answers answers =
      !typed && CanAsk(session)
          ? AskQuestions(task.questions(), session.language, std::cin, std::cerr)
          : ReadAnswers(task.questions(), options.answers, options.yes_to_all, session.language);
  for (auto& answer : answers) *form.add_answers() = std::move(answer);
  form.set_conclusion(options.conclusion.value_or(Usual(task, attribute)));
  const bool needs_basis = task.stage() == review::v1::SECRECY;
  form.set_basis(needs_basis ? Basis(session, options) : options.basis);
  AddRemarks(options, form);
  AddWithheld(options, form);
  return form;
}

OpinionForm ReturnForm(const FormOptions& options, const review::v1::Task& task) {
  OpinionForm form;
  form.set_questions_version(task.questions_version());
  for (auto& answer : ReadSomeAnswers(task.questions(), options.answers)) {
    *form.add_answers() = std::move(answer);
  }
  form.set_conclusion(options.conclusion.value_or(workflow::v1::CONCLUSION_UNSPECIFIED));
  AddRemarks(options, form);
  AddWithheld(options, form);
  return form;
}

}  // namespace gongkai::cli
