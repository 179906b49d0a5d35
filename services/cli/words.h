// The words of the contract's enumerations, with their Chinese beside them: how they are shown, and
// how they are typed.
#pragma once

#include <google/protobuf/descriptor.h>

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "services/cli/table.h"

namespace gongkai::cli {

// One enumeration: its names as the contract gives them, and its Chinese words by number.
struct Vocabulary {
  const google::protobuf::EnumDescriptor* names;
  std::span<const std::string_view> chinese;
};

// For State, Action, Role, Disclosure and Ground of workflow, Kind of intake and Stage of review.
template <class Enum>
Vocabulary VocabularyOf();

// "LEGAL_REVIEW 合法性审查"; empty for the value that stands for none, and the number for a value
// that is newer than this client.
std::string Label(const Vocabulary& vocabulary, int number);

// The number that a person means by a name in any case (`annual-report`, `ANNUAL_REPORT`) or by the
// Chinese word.
std::optional<int> Find(const Vocabulary& vocabulary, std::string_view word);

// What may be typed: `{annual-report,normative-document,…}`.
std::string Choices(const Vocabulary& vocabulary);

// `annual-report`, as it is typed.
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
