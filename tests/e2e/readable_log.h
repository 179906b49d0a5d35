// That what was accepted can be read (promise 7), as auditors, followers and departments read it.
#pragma once

#include <string>
#include <vector>

#include "gongkai/audit/v1/audit_service.pb.h"
#include "tests/e2e/cluster.h"

namespace gongkai::e2e {

// The whole log, page by page. Fails the running test unless each entry can be got, has its hash,
// and is proved to be in the tree; unless streams of entries and of changes replay the same; and
// unless every report is listed. Throws where a call is refused.
std::vector<audit::v1::Entry> ReadWholeLog(Cluster& cluster);

// SIGKILL to the ledger's process, and a start of it. Fails the running test unless it serves again
// and finds the whole log sound.
void ExpectSoundAfterKill(Cluster& cluster);

}  // namespace gongkai::e2e
