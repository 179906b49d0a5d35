// Values that reports and entries carry. Their numbers are those of gongkai.workflow.v1 and stay
// for ever.
#pragma once

#include <cstdint>
#include <string_view>

namespace gongkai::ledger {

// The disclosure attribute (公开属性).
enum class Disclosure : std::uint8_t {
  kNone = 0,
  kActive = 1,          // 主动公开
  kActiveRedacted = 2,  // 删减后公开
  kOnRequest = 3,       // 依申请公开
  kNotDisclosed = 4,    // 不予公开
};
inline constexpr std::size_t kDisclosureCount = 5;

// Returns whether a report of this attribute may be made public unasked.
constexpr bool IsActive(Disclosure disclosure) {
  return disclosure == Disclosure::kActive || disclosure == Disclosure::kActiveRedacted;
}

constexpr std::string_view ToString(Disclosure disclosure) {
  switch (disclosure) {
    case Disclosure::kActive:
      return "ACTIVE";
    case Disclosure::kActiveRedacted:
      return "ACTIVE_REDACTED";
    case Disclosure::kOnRequest:
      return "ON_REQUEST";
    case Disclosure::kNotDisclosed:
      return "NOT_DISCLOSED";
    case Disclosure::kNone:
      break;
  }
  return "undecided";
}

}  // namespace gongkai::ledger
