// How large an answer may become: gRPC's clients take at most 4 MiB, unless they are told
// otherwise.
#pragma once

#include <google/protobuf/repeated_ptr_field.h>

#include <cstddef>
#include <cstdint>

#include "workflow/error/result.h"

namespace gongkai::server {

// The rows of one answer, with room for what stands beside them: the whole stays below 3 MiB.
inline constexpr std::size_t kMaxRowsBytes = (3 << 20) - (16 << 10);

inline constexpr std::size_t kFraming = 8;  // a row's tag and length

// Adds a row that `show` sets, unless the answer would become too large with it. `bytes` counts
// what is there. Returns whether it was added; the first row always is.
template <class Rows, class ShowRow>
bool AddFitting(std::size_t& bytes, Rows& rows, const ShowRow& show) {
  auto& row = *rows.Add();
  show(row);
  const std::size_t size = row.ByteSizeLong() + kFraming;
  if (bytes != 0 && bytes + size > kMaxRowsBytes) {
    rows.RemoveLast();
    return false;
  }
  bytes += size;
  return true;
}

// Returns how many of `rows`, from the first on, fit one answer; at least one.
template <class Row>
int CountFitting(const google::protobuf::RepeatedPtrField<Row>& rows) {
  std::size_t bytes = 0;
  int count = 0;
  for (const Row& row : rows) {
    bytes += row.ByteSizeLong() + kFraming;
    if (bytes > kMaxRowsBytes && count > 0) break;
    ++count;
  }
  return count;
}

// Returns a page that fits one answer: calls `ask` with a page size and, as long as the rows that
// it answers do not fit, again with the number of those that did. `rows` reads them from the
// response.
template <class Response, class Row, class Ask>
Result<Response> AskForFittingPage(
    std::int32_t page_size, const Ask& ask,
    const google::protobuf::RepeatedPtrField<Row>& (Response::*rows)() const) {
  for (;;) {
    Result<Response> page = ask(page_size);
    if (!page) return page;
    const int fitting = CountFitting(((*page).*rows)());
    if (fitting == ((*page).*rows)().size()) return page;
    page_size = fitting;
  }
}

}  // namespace gongkai::server
