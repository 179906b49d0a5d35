// Pages of the ledger's two streams.
#pragma once

#include <cstddef>
#include <cstdint>

#include "services/server/follow.h"
#include "services/workflow/reading.h"
#include "services/workflow/service_context.h"
#include "workflow/error/errors.h"

namespace gongkai::workflow {

// The entries from position `from` on, each as `add(sealed, items)` puts it, or leaves it out.
// INVALID_FIELD if the ledger has not come so far, which it has after the first page.
template <class Response, class Add>
Result<server::Page<Response>> ReadPage(const ServiceContext& context, std::uint64_t from,
                                        std::size_t limit, const Add& add) {
  return Reading([&]() -> Result<server::Page<Response>> {
    if (from > context.log_size.value()) {
      return errors::InvalidField("from_position", "Must be 0 to " +
                                                       std::to_string(context.log_size.value()) +
                                                       ", the position of the next entry.");
    }
    server::Page<Response> page{.next = from};
    for (const ledger::Sealed& sealed : context.log.ReadFrom(from, limit)) {
      page.next = sealed.entry.index + 1;
      add(sealed, page.items);
    }
    return page;
  });
}

}  // namespace gongkai::workflow
