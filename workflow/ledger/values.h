// Values that reports and entries carry and that the ledger keeps without acting on most of them.
// Their numbers are those of gongkai.workflow.v1 and stay for ever.
#pragma once

#include <cstdint>
#include <string>
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

// Whether a report of this attribute may be made public unasked.
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

// The legal ground for not disclosing (条例 art. 14 to 16); gongkai.workflow.v1.Ground names them.
enum class Ground : std::uint8_t { kNone = 0, kLast = 7 };

struct ChecklistAnswer {
  std::string question;
  bool passed = false;
  std::string remark;

  friend bool operator==(const ChecklistAnswer&, const ChecklistAnswer&) = default;
};

}  // namespace gongkai::ledger
