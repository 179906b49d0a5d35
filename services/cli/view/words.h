// Translates the enumerations of the API for people: how a value is shown, in English and Chinese,
// and how a value is typed.
#pragma once

#include <google/protobuf/descriptor.h>

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "services/cli/view/table.h"
#include "workflow/base/words.h"

namespace gongkai::cli {

// Holds the words of one enumeration: its names in the API, and its words in words.h of the core,
// indexed by number.
struct Vocabulary {
  const google::protobuf::EnumDescriptor* names;
  std::span<const base::Word> words;
};

// Returns the words of `Enum`: State, Action, Role, Disclosure, Ground, Severity, Answer,
// Conclusion, TermKind, DeadlineStatus, DayKind, Verdict or FindingGround of workflow, Kind, Carrier,
// Channel, FindingKind or FindingSeverity of intake,
// Stage or TaskChange of review.
template <class Enum>
Vocabulary VocabularyOf();

// Returns the words of a value, such as "LEGAL_REVIEW 合法性审查". Returns an empty text for 0,
// which means no value. Returns the number for a value that is newer than this client.
std::string Label(const Vocabulary& vocabulary, int number);

// Returns the number of the value that a person typed: its name in any case (`annual-report`,
// `ANNUAL_REPORT`), or its Chinese word. Returns nullopt for any other text.
std::optional<int> Find(const Vocabulary& vocabulary, std::string_view word);

// Returns the words that may be typed: `{annual-report,normative-document,…}`.
std::string Choices(const Vocabulary& vocabulary);

// Returns the word as it is typed, such as `annual-report`. `number` must be a value of the
// enumeration.
std::string Typed(const Vocabulary& vocabulary, int number);

template <class Enum>
std::string Label(Enum value) {
  return Label(VocabularyOf<Enum>(), static_cast<int>(value));
}

template <class Enum>
std::optional<Enum> Find(std::string_view word) {
  const auto number = Find(VocabularyOf<Enum>(), word);
  return number ? std::optional(static_cast<Enum>(*number)) : std::nullopt;
}

}  // namespace gongkai::cli
