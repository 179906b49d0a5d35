#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "services/storage/filter.h"
#include "services/storage/statement.h"

namespace gongkai::storage {

// A filter as an SQL condition. Nothing of the filter's text is in it but numbered parameters.
//
//   auto filter = ParseFilter(request.filter(), kSchema);
//   const Where where = Compile(*filter, 2);
//   Statement find = reader->PrepareOnce("SELECT … WHERE idx = $1 AND " + where.condition);
//   find.Query(index);
//   where.BindTo(find);
//
// It must outlive the run of the statement.
struct Where {
  std::string condition;  // in parentheses, if it needs them
  std::vector<FilterValue> values;
  std::set<std::string_view> fields;  // the names of those that it asks about; the schema has them
  int first;                          // the number of the first parameter

  void BindTo(Statement& statement) const;
};

// Returns the condition. Its parameters are $first, $(first + 1), …
Where Compile(const Filter& filter, int first = 1);

}  // namespace gongkai::storage
