#pragma once

#include <string>
#include <vector>

#include "tests/bench/connect.h"
#include "tests/bench/lane.h"

namespace gongkai::bench {

enum class AuditRead {
  kList,   // a page of up to 50 entries: all of one report
  kEntry,  // one entry
  kProof,  // one entry with its proof
};

// What is read about: the log when the reading began.
struct AuditSubject {
  std::uint64_t size = 0;            // entries
  std::vector<std::string> reports;  // some of those with entries, by name
};

// Asks a log for `reports` of its reports, drawn at random.
AuditSubject FindSubject(const Channels& channels, int reports);

// Reads at random places, each answer checked; the proofs are verified for one call in 64, which
// costs the client about as much as the rest of the call.
Lanes MakeAuditLanes(const Channels& channels, AuditRead read, const AuditSubject& subject,
                     int count);

}  // namespace gongkai::bench
