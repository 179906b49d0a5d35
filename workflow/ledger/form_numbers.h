// Gives the review forms their numbers.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>

#include "workflow/base/time.h"
#include "workflow/ledger/detail.h"
#include "workflow/ledger/record.h"
#include "workflow/ledger/store.h"

namespace gongkai::ledger {

// Remembers the last number of each series, which is of one department and year. Valid only while
// every batch in which a number was noted was committed.
class FormNumbers {
 public:
  // Returns the number that comes next in the department at `now`. Does not take it: Note does,
  // once the entry is written.
  FormNumber Next(Store& store, const std::string& department, base::Time now);

  // Takes the number of the record's form.
  void Note(const Record& record);

 private:
  // By department and year. Absent: not read yet.
  std::map<std::pair<std::string, std::int32_t>, std::uint32_t> last_;
};

}  // namespace gongkai::ledger
