// The fields of details that the ledger reads and writes; see gongkai/workflow/v1/details.proto.
#pragma once

#include <cstdint>

namespace gongkai::ledger {

// The field of a detail that holds the terms.
inline constexpr std::uint32_t kTermsOfSubmit = 6;
inline constexpr std::uint32_t kTermsOfApprove = 4;
inline constexpr std::uint32_t kTermsOfResolve = 1;
inline constexpr std::uint32_t kTermsOfReschedule = 1;

}  // namespace gongkai::ledger
