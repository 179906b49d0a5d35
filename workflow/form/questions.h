// The questions that a reviewer answers on the review form. They are data with a version: an answer
// in the ledger names the version that it answers.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "workflow/base/bilingual.h"
#include "workflow/form/document.h"

namespace gongkai::form {

// The version of Questions(). A question that is added, taken away or put another way makes a new
// version. Version 1 had no ids: its answers name the question by its text.
inline constexpr int kQuestionsVersion = 2;

// The stage in which a question is put.
enum class Review : std::uint8_t { kLegal, kSecrecy };

// One question. It is put so that yes is what lets a report pass.
struct Question {
  std::string_view id;  // "LEGAL_AUTHORITY"
  Review review;
  bool normative_only;  // put only about rules and normative documents (规章、行政规范性文件)
  bool may_not_apply;       // "not applicable" is an answer
  std::string_view source;  // as Rule::source
  base::BilingualView text;
};

// Returns all questions.
std::span<const Question> Questions();

// Returns the questions that are put in the stage about a document of this kind, in their order.
std::vector<const Question*> QuestionsOf(Review review, Kind kind);

}  // namespace gongkai::form
