// How long an answer may get: a page of a list ends early rather than be too long for its reader.
#pragma once

#include <cstddef>

namespace gongkai::workflow {

// A page ends before its answer is this long: clients take 4 MiB.
inline constexpr std::size_t kMaxPageBytes = 3 << 20;

// Adds what `show` sets to a list of the answer, unless that would make the answer too long; counts
// its bytes.
template <class List, class ShowItem>
bool AddWithin(std::size_t& bytes, List& list, const ShowItem& show) {
  auto& item = *list.Add();
  show(item);
  const std::size_t size = item.ByteSizeLong() + 8;  // with its tag and length
  if (bytes != 0 && bytes + size > kMaxPageBytes) {
    list.RemoveLast();
    return false;
  }
  bytes += size;
  return true;
}

}  // namespace gongkai::workflow
