// One page of a list: how far it goes, and where the next begins.
#pragma once

#include <algorithm>
#include <cstddef>
#include <optional>
#include <vector>

#include "services/workflow/merge.h"

namespace gongkai::workflow {

// How many rows a page looks at, at most. A filter that hardly any of them match ends its page
// there, with what it has found, so that no filter costs more.
inline constexpr std::size_t kMostLookedAt = 10'000;

// Calls `next(after, limit)` for the keys of rows that may match, in the order of the list, fewer
// than `limit` only at the end; `find(key)` for a row, nothing if it does not match; and
// `take(row)` for those of the page, which returns false, and has not taken it, when the page is
// full. Returns the key behind which the next page begins; nothing: this was the last page.
template <class Next, class Find, class Take>
std::optional<Key> WalkPage(std::size_t page_size, Key after, const Next& next, const Find& find,
                            const Take& take) {
  constexpr std::size_t kMoreAtOnce = 1024;
  std::size_t taken = 0;
  std::size_t looked_at = 0;
  // One more than is wanted tells whether there is a next page.
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
