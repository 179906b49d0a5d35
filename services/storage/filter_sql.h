#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "services/storage/filter.h"
#include "services/storage/statement.h"
#include "workflow/error/result.h"

namespace gongkai::storage {

// A filter as an SQL condition. Nothing of the filter's text is in it but numbered parameters.
//
//   auto where = Compile(request.filter(), kSchema, 2);
//   Statement list = reader->PrepareOnce("SELECT … WHERE idx > $1 AND " + where->condition);
//   list.Query(after);
//   where->BindTo(list);
//
// It must outlive the run of the statement.
struct Where {
  std::string condition;  // in parentheses, if it needs them
  std::vector<FilterValue> values;
  std::set<std::string_view> fields;  // the names of those that it asks about; the schema has them
  int first;                          // the number of the first parameter

  void BindTo(Statement& statement) const;
};

// Or errors::InvalidFilter. The parameters are $first, $(first + 1), …
Result<Where> Compile(std::string_view filter, const FilterSchema& schema, int first = 1);

}  // namespace gongkai::storage
