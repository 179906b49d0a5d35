// Merges several ordered streams of rows into the first few of them all.
#pragma once

#include <cstddef>
#include <cstdint>
#include <set>
#include <utility>
#include <vector>

#include "services/storage/statement.h"

namespace gongkai::workflow {

// Where a row stands in a list: rows come in the order of their keys.
using Key = std::pair<std::int64_t, std::int64_t>;

// Keeps the first `limit` keys of the streams that it is given. Reads no stream further than the
// keys that it keeps, and one more.
class Merge {
 public:
  enum class Order { kUp, kDown };

  Merge(Order order, std::size_t limit) : order_(order), limit_(limit) {}

  // Reads the rows of a query that has been started, in the order of the merge: column 0 and, if
  // the statement has two, column 1 are the key. Resets the statement.
  void Add(storage::Statement& rows, bool two_columns = false) {
    while (rows.Step()) {
      if (!Keep({rows.Int(0), two_columns ? rows.Int(1) : 0})) break;
    }
    rows.Reset();
  }

  // Keeps the key if it is one of the first. False: nor is any that comes after it.
  bool Keep(Key key) {
    if (order_ == Order::kDown) key = {-key.first, -key.second};
    if (kept_.size() == limit_) {
      if (limit_ == 0 || key >= *kept_.rbegin()) return false;
      kept_.erase(std::prev(kept_.end()));
    }
    kept_.insert(key);
    return true;
  }

  // Returns the keys that are kept, in order.
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
  std::set<Key> kept_;  // negated where the order is down
};

}  // namespace gongkai::workflow
