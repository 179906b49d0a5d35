// Finds what is made of digits: identity numbers, credit codes, cards, telephones, passports.
#pragma once

#include <cstddef>
#include <string_view>

#include "workflow/leak/candidate.h"
#include "workflow/leak/columns.h"
#include "workflow/leak/digit_run.h"

namespace gongkai::leak {

// Looks through the numbers of one folded text.
class Numbers {
 public:
  // The text must outlive this.
  explicit Numbers(std::string_view text) : text_(text), columns_(text) {}

  // Appends what is found in all runs of digits.
  void Find(Candidates& to);

 private:
  void FindIn(Reading reading, Candidates& to);
  void FindFrom(std::size_t first, Reading reading, Candidates& to);
  void FindCodes(Candidates& to) const;

  std::string_view text_;
  Columns columns_;
  DigitRun run_;  // at hand
};

}  // namespace gongkai::leak
