// The leak check: finds personal data and marks of secrecy in a text that is to become public.
//
//   const leak::Checker checker;
//   for (const leak::Finding& finding : checker.Check(text).findings) Show(finding);
#pragma once

#include <cstddef>
#include <string_view>

#include "workflow/leak/finding.h"
#include "workflow/leak/fold.h"
#include "workflow/leak/triggers.h"

namespace gongkai::leak {

// What a caller may choose of a check.
struct Options {
  std::size_t max_findings = 10'000;
};

// Checks texts. Making one costs some 50 ms. Thread-safe.
class Checker {
 public:
  // Throws std::runtime_error if the processor is too old for the search.
  Checker() = default;

  // Returns what is found in the text, which is UTF-8. Bytes that are not UTF-8 are read over, as
  // characters without a width are. Needs memory for its findings, and a bounded amount besides.
  Report Check(std::string_view text, const Options& options = {}) const;

 private:
  Folder folder_;
  Triggers triggers_;
};

}  // namespace gongkai::leak
