// The disclosure attribute of a document.
#pragma once

#include <cstdint>
#include <string_view>

#include "workflow/base/words.h"

namespace gongkai::base {

// The disclosure attribute (公开属性). workflow.v1.Disclosure has the same numbers, which never
// change.
enum class Disclosure : std::uint8_t {
  kNone = 0,
  kActive = 1,          // 主动公开
  kActiveRedacted = 2,  // 删减后公开
  kOnRequest = 3,       // 依申请公开
  kNotDisclosed = 4,    // 不予公开
};
inline constexpr std::size_t kDisclosureCount = 5;
static_assert(kDisclosureWords.size() == kDisclosureCount, "each attribute has its words");

// Returns whether a report with this attribute may be published without a request.
constexpr bool IsActive(Disclosure disclosure) {
  return disclosure == Disclosure::kActive || disclosure == Disclosure::kActiveRedacted;
}

// Returns whether a report with this attribute is kept from the public: given on request, or not
// disclosed. A report without an attribute is neither active nor restricted.
constexpr bool IsRestricted(Disclosure disclosure) {
  return disclosure == Disclosure::kOnRequest || disclosure == Disclosure::kNotDisclosed;
}

// Returns the name, "ACTIVE"; "undecided" for kNone. The argument must be an enumerator.
constexpr std::string_view ToString(Disclosure disclosure) {
  return kDisclosureWords[static_cast<std::size_t>(disclosure)].name;
}

}  // namespace gongkai::base
