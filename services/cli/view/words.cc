#include "services/cli/view/words.h"

#include <google/protobuf/generated_enum_reflection.h>

#include <algorithm>

#include "gongkai/intake/v1/intake_service.pb.h"
#include "gongkai/review/v1/review_service.pb.h"
#include "gongkai/workflow/v1/deadline.pb.h"
#include "gongkai/workflow/v1/opinion.pb.h"
#include "gongkai/workflow/v1/types.pb.h"
#include "workflow/leak/kind.h"

namespace gongkai::cli {
namespace {

// A name as it is compared: in capitals, with `_` between its words.
std::string Folded(std::string_view word) {
  std::string folded(word);
  for (char& c : folded) {
    if (c == '-') c = '_';
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return folded;
}

template <class Enum>
Vocabulary Make(std::span<const base::Word> words) {
  return {google::protobuf::GetEnumDescriptor<Enum>(), words};
}

static_assert(base::kStateWords.size() == workflow::v1::State_ARRAYSIZE &&
              base::kActionWords.size() == workflow::v1::Action_ARRAYSIZE &&
              base::kRoleWords.size() == workflow::v1::Role_ARRAYSIZE &&
              base::kDisclosureWords.size() == workflow::v1::Disclosure_ARRAYSIZE &&
              base::kGroundWords.size() == workflow::v1::Ground_ARRAYSIZE &&
              base::kKindWords.size() == intake::v1::Kind_ARRAYSIZE &&
              base::kCarrierWords.size() == intake::v1::Carrier_ARRAYSIZE &&
              base::kChannelWords.size() == intake::v1::Channel_ARRAYSIZE &&
              base::kSeverityWords.size() == workflow::v1::Severity_ARRAYSIZE &&
              base::kAnswerWords.size() == workflow::v1::Answer_ARRAYSIZE &&
              base::kConclusionWords.size() == workflow::v1::Conclusion_ARRAYSIZE &&
              base::kStageWords.size() == review::v1::Stage_ARRAYSIZE &&
              base::kVerdictWords.size() == workflow::v1::Verdict_ARRAYSIZE &&
              base::kFindingGroundWords.size() == workflow::v1::FindingGround_ARRAYSIZE &&
              leak::kKindWords.size() == intake::v1::FindingKind_ARRAYSIZE &&
              leak::kSeverityWords.size() == intake::v1::FindingSeverity_ARRAYSIZE &&
              base::kTaskChangeWords.size() == review::v1::TaskChange_ARRAYSIZE);

std::string_view Chinese(const Vocabulary& vocabulary, int number) {
  const auto index = static_cast<std::size_t>(number);
  return index < vocabulary.words.size() ? vocabulary.words[index].chinese : std::string_view();
}

}  // namespace

template <>
Vocabulary VocabularyOf<workflow::v1::State>() {
  return Make<workflow::v1::State>(base::kStateWords);
}
template <>
Vocabulary VocabularyOf<workflow::v1::Action>() {
  return Make<workflow::v1::Action>(base::kActionWords);
}
template <>
Vocabulary VocabularyOf<workflow::v1::Role>() {
  return Make<workflow::v1::Role>(base::kRoleWords);
}
template <>
Vocabulary VocabularyOf<workflow::v1::Disclosure>() {
  return Make<workflow::v1::Disclosure>(base::kDisclosureWords);
}
template <>
Vocabulary VocabularyOf<workflow::v1::Ground>() {
  return Make<workflow::v1::Ground>(base::kGroundWords);
}
template <>
Vocabulary VocabularyOf<intake::v1::Kind>() {
  return Make<intake::v1::Kind>(base::kKindWords);
}
template <>
Vocabulary VocabularyOf<intake::v1::Carrier>() {
  return Make<intake::v1::Carrier>(base::kCarrierWords);
}
template <>
Vocabulary VocabularyOf<intake::v1::Channel>() {
  return Make<intake::v1::Channel>(base::kChannelWords);
}
template <>
Vocabulary VocabularyOf<intake::v1::FindingKind>() {
  return Make<intake::v1::FindingKind>(leak::kKindWords);
}
template <>
Vocabulary VocabularyOf<intake::v1::FindingSeverity>() {
  return Make<intake::v1::FindingSeverity>(leak::kSeverityWords);
}
template <>
Vocabulary VocabularyOf<workflow::v1::Verdict>() {
  return Make<workflow::v1::Verdict>(base::kVerdictWords);
}
template <>
Vocabulary VocabularyOf<workflow::v1::FindingGround>() {
  return Make<workflow::v1::FindingGround>(base::kFindingGroundWords);
}
template <>
Vocabulary VocabularyOf<workflow::v1::Severity>() {
  return Make<workflow::v1::Severity>(base::kSeverityWords);
}
template <>
Vocabulary VocabularyOf<workflow::v1::Answer>() {
  return Make<workflow::v1::Answer>(base::kAnswerWords);
}
template <>
Vocabulary VocabularyOf<workflow::v1::Conclusion>() {
  return Make<workflow::v1::Conclusion>(base::kConclusionWords);
}
template <>
Vocabulary VocabularyOf<workflow::v1::TermKind>() {
  return Make<workflow::v1::TermKind>(base::kTermWords);
}
template <>
Vocabulary VocabularyOf<workflow::v1::DeadlineStatus>() {
  return Make<workflow::v1::DeadlineStatus>(base::kDeadlineStatusWords);
}
template <>
Vocabulary VocabularyOf<workflow::v1::DayKind>() {
  return Make<workflow::v1::DayKind>(base::kDayKindWords);
}
template <>
Vocabulary VocabularyOf<review::v1::Stage>() {
  return Make<review::v1::Stage>(base::kStageWords);
}
template <>
Vocabulary VocabularyOf<review::v1::TaskChange>() {
  return Make<review::v1::TaskChange>(base::kTaskChangeWords);
}

std::string Label(const Vocabulary& vocabulary, int number) {
  if (number == 0) return "";
  const auto* value = vocabulary.names->FindValueByNumber(number);
  if (value == nullptr) return std::to_string(number);
  const std::string_view chinese = Chinese(vocabulary, number);
  return chinese.empty() ? value->name() : value->name() + " " + std::string(chinese);
}

std::optional<int> Find(const Vocabulary& vocabulary, std::string_view word) {
  const auto chinese = std::ranges::find(vocabulary.words, word, &base::Word::chinese);
  if (chinese != vocabulary.words.end() && !word.empty()) {
    return static_cast<int>(chinese - vocabulary.words.begin());
  }
  const auto* value = vocabulary.names->FindValueByName(Folded(word));
  if (value == nullptr || value->number() == 0) return std::nullopt;
  return value->number();
}

std::string Choices(const Vocabulary& vocabulary) {
  std::string choices;
  for (int i = 0; i < vocabulary.names->value_count(); ++i) {
    const int number = vocabulary.names->value(i)->number();
    if (number == 0) continue;
    choices += (choices.empty() ? "{" : ",") + Typed(vocabulary, number);
  }
  return choices + "}";
}

std::string Typed(const Vocabulary& vocabulary, int number) {
  std::string typed = vocabulary.names->FindValueByNumber(number)->name();
  for (char& c : typed) {
    if (c == '_') c = '-';
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return typed;
}

}  // namespace gongkai::cli
