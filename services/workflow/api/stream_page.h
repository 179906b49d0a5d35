// Reads pages of the two streams of the ledger, WatchChanges and TailEntries.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "services/lib/rpc/follow.h"
#include "services/workflow/api/reading.h"
#include "services/workflow/api/service_context.h"
#include "workflow/base/entry_index.h"
#include "workflow/error/errors.h"

namespace gongkai::workflow {

// Returns the entries from position `from` on, at most `limit`. `add(sealed, items)` appends the
// item of an entry to the page, or leaves the entry out. A `from` beyond the end of the log is an
// INVALID_FIELD, which can happen on the first page only.
// Errors: INVALID_FIELD, LOG_CORRUPT.
//
//   return ReadPage<v1::WatchChangesResponse>(
//       context, from, limit, [](const ledger::Sealed& sealed, auto& items) {
//         ToProto(sealed, items.emplace_back());
//       });
template <class Response, class Add>
Result<rpc::Page<Response>> ReadPage(const ServiceContext& context, std::uint64_t from,
                                     std::size_t limit, const Add& add) {
  return MapStoreErrors([&]() -> Result<rpc::Page<Response>> {
    if (from > context.log_size.value()) {
      const std::string next = std::to_string(context.log_size.value());
      return errors::InvalidField("from_position",
                                  {"Must be 0 to " + next + ", the position of the next entry.",
                                   "必须在 0 至 " + next + " 之间，后者是下一条目的位置。"});
    }
    rpc::Page<Response> page{.next = from};
    for (const ledger::Sealed& sealed : context.log.ReadFrom(base::EntryIndex{from}, limit)) {
      page.next = ToNumber(Next(sealed.entry.index));
      add(sealed, page.items);
    }
    return page;
  });
}

}  // namespace gongkai::workflow
