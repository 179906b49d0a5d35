// Checks a document: the texts in it, what is hidden in it, and what of it could not be read.
#pragma once

#include <string>
#include <vector>

#include "workflow/leak/checker.h"
#include "workflow/leak/document.h"
#include "workflow/leak/finding.h"

namespace gongkai::leak {

// A finding, and in which part of the document it is.
struct DocumentFinding {
  std::string part;  // Part::name
  Finding finding;   // its place is in the text of the part

  friend bool operator==(const DocumentFinding&, const DocumentFinding&) = default;
};

// The findings of one document, in the order of its parts and of their places; what could not be read
// comes last.
struct DocumentReport {
  int rules_version = kRulesVersion;
  std::vector<DocumentFinding> findings;
  bool has_more = false;  // there were more findings than were asked for
};

// Returns what is found in the document. Text that is hidden, deleted or in a comment is a finding of its
// own, beside what is found in it. So is what could not be read.
DocumentReport Check(const Checker& checker, const Document& document, const Options& options = {});

}  // namespace gongkai::leak
