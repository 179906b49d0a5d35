// Limits the size of an answer. Clients of gRPC accept at most 4 MiB by default.
#pragma once

#include <google/protobuf/repeated_ptr_field.h>

#include <cstddef>
#include <cstdint>

#include "services/lib/catalog/limits.h"
#include "workflow/error/result.h"

namespace gongkai::request {

// The limit of the rows of one answer, in bytes. The whole answer, with its other fields, stays
// below 3 MiB.
inline constexpr std::size_t kMaxRowsBytes = limits::kAnswerBytes - (16 << 10);

inline constexpr std::size_t kFraming = 8;  // bytes: a row's tag and length

// Adds a row, which `show` fills in, unless the answer would become too large. `bytes` counts the
// bytes of the rows so far and starts at 0. The first row is always added. Returns whether the row
// was added.
//
//   std::size_t bytes = 0;
//   for (const ledger::Record& record : records) {
//     const auto show = [&](v1::Record& row) { Show(record, row); };
//     if (!AddFitting(bytes, *response.mutable_records(), show)) break;
//   }
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

// Returns how many of `rows`, from the first on, fit into one answer: at least 1, unless `rows` is
// empty.
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

// Returns a page that fits into one answer. Calls `ask` with `page_size`. While the rows of the
// page do not fit, calls `ask` again with the number of rows that did fit. `rows` is the accessor
// of the rows in the response. Errors: those of `ask`.
//
//   const auto ask = [&](std::int32_t page_size) { return ReadPage(call, page_size); };
//   return AskForFittingPage(request.page_size(), ask, &v1::ListTasksResponse::tasks);
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

}  // namespace gongkai::request
