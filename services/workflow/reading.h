// What every read of the ledger shares: how long it may take, and what its failures mean to a
// caller.
#pragma once

#include <algorithm>
#include <chrono>

#include "services/server/call.h"
#include "services/storage/database.h"
#include "workflow/error/errors.h"
#include "workflow/error/result.h"

namespace gongkai::workflow {

// A query may not take longer than this, whatever its caller would wait for.
inline constexpr std::chrono::seconds kMaxQueryTime{5};

inline storage::Deadline QueryDeadline(const server::Call& call) {
  const auto left = call.deadline - std::chrono::system_clock::now();
  return std::chrono::steady_clock::now() + std::min<std::chrono::nanoseconds>(left, kMaxQueryTime);
}

// Runs `read` and turns what the store throws into the error that it is.
template <class Read>
auto Reading(const Read& read) -> decltype(read()) {
  try {
    return read();
  } catch (const storage::QueryTimeout&) {
    return errors::QueryTooExpensive();
  } catch (const storage::CorruptError& damage) {
    return errors::LogCorrupt(damage.what());
  }
}

}  // namespace gongkai::workflow
