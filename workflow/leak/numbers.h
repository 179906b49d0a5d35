// Finds what is made of digits: identity numbers, credit codes, cards, telephones, passports.
#pragma once

#include <cstddef>
#include <string_view>

#include "workflow/leak/candidate.h"
#include "workflow/leak/columns.h"
#include "workflow/leak/digit_run.h"

namespace gongkai::leak {

// Looks through the numbers of one folded text, each run of digits once.
class Numbers {
 public:
  // The text must outlive this.
  explicit Numbers(std::string_view text) : text_(text), columns_(text) {}

  // Appends what is found in the run of digits around `at`.
  void Find(std::size_t at, Candidates& to);

 private:
  void FindIn(Range run, Reading reading, Candidates& to);
  void FindFrom(std::size_t first, Reading reading, Candidates& to);
  void FindCode(const Group& group, Candidates& to) const;

  std::string_view text_;
  Columns columns_;
  std::size_t done_ = 0;  // runs were looked through up to here
  DigitRun run_;          // at hand
};

}  // namespace gongkai::leak
