// The rules that a document keeps when it is submitted to review. Each rule has an id, which programs
// switch on, and says where it comes from.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "workflow/base/bilingual.h"
#include "workflow/form/document.h"

namespace gongkai::form {

// Says what follows if a rule is broken.
enum class Severity : std::uint8_t {
  kError = 1,    // the document cannot be submitted
  kWarning = 2,  // it can, and every reviewer is told
};

// One rule.
struct Rule {
  std::string_view id;  // "ATTRIBUTE_MISSING"; never changes its meaning, and is never used again
  Severity severity;
  // The law or notice with its article, in Chinese. A local rule is named as an example of such rules
  // (地方规定). Empty: a rule of Gongkai.
  std::string_view source;
  base::BilingualView text;
};

// Says that a rule is broken.
struct Finding {
  const Rule* rule = nullptr;  // one of Rules()
  std::string field;           // path in a report, such as "report.disclosure.reason"

  friend bool operator==(const Finding&, const Finding&) = default;
};

// Returns all rules.
std::span<const Rule> Rules();

// Returns each rule that the document breaks, in the order of Rules(). A rule about attachments may
// be there several times.
std::vector<Finding> Check(const Document& document);

}  // namespace gongkai::form
