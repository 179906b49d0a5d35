// Makes the ids with which a change may be retried without being made twice.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace gongkai::client {

// Returns a UUID of version 7 (RFC 9562 §5.7). The UUID holds 48 bits of milliseconds since 1970,
// 12 bits of the fraction of that millisecond (§6.2 method 3), and 62 bits of `random`. UUIDs of
// later times sort later as text, which keeps the ledger's index fast.
std::string UuidV7(std::chrono::nanoseconds since_epoch, std::uint64_t random);

// Returns a new id for a change that is made now.
std::string NewRequestId();

}  // namespace gongkai::client
