// What all reads of the ledger share: the time limit, and the errors that a failed read becomes.
#pragma once

#include <algorithm>
#include <chrono>

#include "services/lib/catalog/limits.h"
#include "services/lib/rpc/call.h"
#include "workflow/error/errors.h"
#include "workflow/error/result.h"
#include "workflow/ledger/reader.h"

namespace gongkai::workflow {

// Returns the deadline of the call, but at most limits::kQueryTime from now.
inline ledger::Deadline QueryDeadline(const rpc::Call& call) {
  const auto left = call.deadline - std::chrono::system_clock::now();
  return std::chrono::steady_clock::now() +
         std::min<std::chrono::nanoseconds>(left, limits::kQueryTime);
}

// Returns what `read` returns, a Result or a Status. Turns ledger::ReadTimeout and
// ledger::StoreDamaged into errors; other exceptions pass through.
// Errors: QUERY_TOO_EXPENSIVE, LOG_CORRUPT.
//
//   return MapStoreErrors([&]() -> Result<merkle::TreeHead> { return ledger::HeadAt(log, 0); });
template <class Read>
auto MapStoreErrors(const Read& read) -> decltype(read()) {
  try {
    return read();
  } catch (const ledger::ReadTimeout&) {
    return errors::QueryTooExpensive();
  } catch (const ledger::StoreDamaged& damage) {
    return errors::LogCorrupt(damage.what());
  }
}

}  // namespace gongkai::workflow
