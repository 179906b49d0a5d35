// Between the lists of a record and the value of one column: a line an item, the parts of an item
// ended by tabs, which no identity contains; a digest is its 32 bytes and nothing ends it. Reading
// throws CorruptError for a value that was not written so.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "workflow/ledger/record.h"

namespace gongkai::workflow {

std::string WriteApprovals(const std::vector<ledger::Approval>& approvals);
std::vector<ledger::Approval> ReadApprovals(std::string_view bytes);

std::string WriteClaimants(const std::vector<ledger::Claimant>& claimants);
std::vector<ledger::Claimant> ReadClaimants(std::string_view text);

std::string WriteLines(const std::vector<std::string>& lines);
std::vector<std::string> ReadLines(std::string_view text);

// The digests one after the other.
std::string WriteHashes(const std::vector<merkle::Hash>& hashes);
std::vector<merkle::Hash> ReadHashes(std::string_view bytes);

// Returns the hash of these 32 bytes. Throws CorruptError for any other number of bytes.
merkle::Hash ReadHash(std::string_view bytes);

inline std::string_view ViewOf(const merkle::Hash& hash) {
  return {reinterpret_cast<const char*>(hash.data()), hash.size()};
}

}  // namespace gongkai::workflow
