// Fills one page of a list and finds the place where the next page begins.
#pragma once

#include <algorithm>
#include <cstddef>
#include <optional>
#include <vector>

#include "services/workflow/store/sqlite/merge.h"

namespace gongkai::workflow {

// The number of rows that a page looks at, at most. If hardly any row matches the filter, the page
// ends there with the rows found so far, so that no filter costs more.
inline constexpr std::size_t kMostLookedAt = 10'000;

// Fills one page with the rows behind the key `after`. Returns the key behind which the next page
// begins, or nullopt if this page is the last.
// - `next(after, limit)` returns at most `limit` keys behind `after`, in the order of the list, of
//   rows that may match. Fewer than `limit` keys mean the end of the list.
// - `find(key)` returns the row, or nullopt if the row does not match.
// - `take(row)` adds the row to the page. Returns false, without adding the row, if the page is
//   full.
//
//   const std::optional<Key> last = WalkPage(
//       50, start,
//       [&](Key after, std::size_t limit) { return NextRecords(plan, after, limit, reader); },
//       [&](Key key) { return FindMatch(key); },
//       [&](const ledger::Record& record) { return AddToPage(record); });
template <class Next, class Find, class Take>
std::optional<Key> WalkPage(std::size_t page_size, Key after, const Next& next, const Find& find,
                            const Take& take) {
  constexpr std::size_t kMoreAtOnce = 1024;
  std::size_t taken = 0;
  std::size_t looked_at = 0;
  // One row more than the page holds shows whether there is a next page.
  for (std::size_t limit = page_size + 1;; limit = kMoreAtOnce) {
    limit = std::min(limit, kMostLookedAt - looked_at);
    if (limit == 0) return after;
    const std::vector<Key> keys = next(after, limit);
    for (const Key& key : keys) {
      if (const auto row = find(key)) {
        if (taken == page_size || !take(*row)) return after;
        ++taken;
      }
      after = key;
    }
    if (keys.size() < limit) return std::nullopt;
    looked_at += keys.size();
  }
}

}  // namespace gongkai::workflow
