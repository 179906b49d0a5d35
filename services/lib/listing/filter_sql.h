// Turns a filter into a condition of SQL.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "services/lib/listing/filter.h"
#include "services/lib/sql/statement.h"

namespace gongkai::listing {

// A filter as a condition of SQL. The literals of the filter are numbered parameters: no text of
// the filter becomes SQL.
//
//   auto filter = ParseFilter(request.filter(), kSchema);
//   const Where where = Compile(*filter, 2);
//   Statement find = reader->PrepareOnce("SELECT … WHERE idx = $1 AND " + where.condition);
//   find.Query(index);
//   where.BindTo(find);
//
// Must outlive the run of the statement, because bound text is not copied. The schema of the filter
// must outlive this.
struct Where {
  std::string condition;              // in parentheses if needed
  std::vector<FilterValue> values;    // of the parameters, in order
  std::set<std::string_view> fields;  // names of the fields in the filter; point into its schema
  int first;                          // number of the first parameter

  // Binds the values to the parameters of the condition. Leaves other parameters as they are.
  void BindTo(sql::Statement& statement) const;
};

// Returns the filter as a condition with the parameters $first, $(first + 1), …
Where Compile(const Filter& filter, int first = 1);

}  // namespace gongkai::listing
