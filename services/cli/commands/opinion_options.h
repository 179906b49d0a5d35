// Provides the options for what somebody who decides fills in beside the opinion: answers,
// conclusion, remarks, and the disclosure attribute.
#pragma once

#include <CLI/App.hpp>
#include <optional>
#include <string>
#include <vector>

#include "gongkai/review/v1/task.pb.h"
#include "gongkai/workflow/v1/opinion.pb.h"
#include "services/cli/commands/session.h"

namespace gongkai::cli {

// Holds a decision on the disclosure attribute, as typed.
struct DecisionOptions {
  std::optional<workflow::v1::Disclosure> attribute;
  std::optional<workflow::v1::Ground> ground;
  std::string reason;

  bool IsGiven() const { return attribute.has_value(); }
  workflow::v1::DisclosureDecision Decision() const;
};
// Adds --attribute, --ground and --attribute-reason.
void AddDecisionOptions(CLI::App& app, DecisionOptions& options);

// Holds the form of an opinion, as typed.
struct FormOptions {
  std::vector<std::string> answers;  // see ReadAnswers
  bool yes_to_all = false;
  std::optional<workflow::v1::Conclusion> conclusion;
  std::string basis;
  std::vector<std::string> remarks;   // CLAUSE=TEXT
  std::vector<std::string> withheld;  // GROUND:PART or GROUND:PART:FILE

  // Returns whether something is given that a return may have.
  bool HasForm() const {
    return conclusion || !answers.empty() || !remarks.empty() || !withheld.empty();
  }
};
// Adds --conclusion, --remark, --withhold and --answer; with `approves` also --yes-to-all and
// --basis.
void AddFormOptions(CLI::App& app, FormOptions& options, bool approves);

// Returns the form that approves the task with this attribute. Takes from the terminal, if there is
// one, what is not given: answers, and the basis of a secrecy reviewer's conclusion. Throws Failure
// kUsage if something is missing or has another form. Throws Failure kRefused at an answer no.
workflow::v1::OpinionForm ApprovalForm(const Session& session, const review::v1::Task& task,
                                       workflow::v1::Disclosure attribute,
                                       const FormOptions& options);

// Returns the form that goes with a return of the task. Throws Failure kUsage.
workflow::v1::OpinionForm ReturnForm(const FormOptions& options, const review::v1::Task& task);

// Returns whether there is somebody to ask.
bool CanAsk(const Session& session);

}  // namespace gongkai::cli
