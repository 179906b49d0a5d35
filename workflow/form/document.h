// A document as its review form (拟发公文信息公开审查表) describes it: what the rules of submission
// need of it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "workflow/base/disclosure.h"
#include "workflow/base/words.h"

namespace gongkai::form {

using base::Disclosure;

// The kind of a document (文种). intake.v1.Kind has the same numbers, which never change.
enum class Kind : std::uint8_t {
  kNone = 0,
  kAnnualReport = 1,
  kNormativeDocument = 2,
  kNotice = 3,
  kPolicyInterpretation = 4,
  kBudget = 5,
  kOther = 6,
  kGovernmentRule = 7,
};
inline constexpr std::size_t kKindCount = 8;
static_assert(base::kKindWords.size() == kKindCount, "each kind has its words");

// Says how much is left of the time in which a document must be published (条例 art. 26: 20 working
// days from the day on which it was formed).
enum class TimeLeft : std::uint8_t {
  kNotCounted,  // the day on which it was formed is not given, or it is not to be published
  kEnough,
  kLittle,   // 5 working days or fewer
  kNone,     // the time is over
  kUnknown,  // the days off of a year are not known
};

// Describes why something is not disclosed.
struct Proposal {
  Disclosure disclosure = Disclosure::kNone;
  bool has_ground = false;  // the code of a legal ground is given
  bool has_reason = false;  // a reason is given, and is not blank
};

// An attachment. kNone: its attribute is that of the document.
struct Attachment {
  std::string_view file_name;
  Proposal proposal;
};

// A document. The texts must outlive this.
struct Document {
  bool has_title = false;
  bool has_category = false;
  bool has_body = false;
  Kind kind = Kind::kNone;
  Proposal proposal;
  std::vector<Attachment> attachments;
  std::string_view report;  // its name, "reports/…"
  std::string_view issuing_department;
  std::vector<std::string_view> co_issuing_departments;
  std::string_view interpretation;  // the report that interprets it, "reports/…"; empty: none
  // The attribute of the document that this one forwards. kNone: forwards none, or one without an
  // attribute.
  Disclosure forwarded = Disclosure::kNone;
  TimeLeft time_left = TimeLeft::kNotCounted;
  std::string_view department;  // that files it
  // The departments whose head must endorse it and has not.
  std::vector<std::string_view> missing_endorsements;
};

}  // namespace gongkai::form
