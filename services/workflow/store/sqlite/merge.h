// Merges ordered streams of rows.
#pragma once

#include <cstddef>
#include <cstdint>
#include <set>
#include <utility>
#include <vector>

#include "services/lib/sql/statement.h"

namespace gongkai::workflow {

// The place of a row in a list. Rows are in the order of their keys.
using Key = std::pair<std::int64_t, std::int64_t>;

// Finds the first `limit` keys of several streams. Each stream is in the order of the merge, and no
// two streams have a key in common. Reads at most `limit` + 1 rows of each stream.
//
//   Merge merge(Merge::Order::kUp, limit);
//   for (const std::string& creator : creators) {
//     rows.Query(creator);
//     merge.Add(rows);
//   }
//   return merge.Keys();
class Merge {
 public:
  enum class Order { kUp, kDown };

  Merge(Order order, std::size_t limit) : order_(order), limit_(limit) {}

  // Reads the rows of a query that has been started, in the order of the merge. Column 0 is the
  // key, or, if `two_columns`, columns 0 and 1 are the key. Resets the statement.
  void Add(sql::Statement& rows, bool two_columns = false) {
    while (rows.Step()) {
      if (!Keep({rows.Int(0), two_columns ? rows.Int(1) : 0})) break;
    }
    rows.Reset();
  }

  // Keeps the key if the key is one of the first. Returns false if neither this key nor any key
  // after it in the order of the merge can be one of the first.
  bool Keep(Key key) {
    if (order_ == Order::kDown) key = {-key.first, -key.second};
    if (kept_.size() == limit_) {
      if (limit_ == 0 || key >= *kept_.rbegin()) return false;
      kept_.erase(std::prev(kept_.end()));
    }
    kept_.insert(key);
    return true;
  }

  // Returns the kept keys in the order of the merge.
  std::vector<Key> Keys() const {
    std::vector<Key> keys(kept_.begin(), kept_.end());
    if (order_ == Order::kDown) {
      for (Key& key : keys) key = {-key.first, -key.second};
    }
    return keys;
  }

 private:
  const Order order_;
  const std::size_t limit_;
  std::set<Key> kept_;  // negated if order_ is kDown
};

}  // namespace gongkai::workflow
