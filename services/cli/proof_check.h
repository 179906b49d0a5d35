// Proofs of the audit log, verified without trust in the server that sent them.
#pragma once

#include <string>

#include "gongkai/audit/v1/audit_service.pb.h"

namespace gongkai::cli {

// A root as a user types it, one that they hold; empty: the server's is all there is. UsageError
// where it is no hash.
void CheckRoot(const std::string& root);

// Each of these throws Failure kDataLoss, which says what does not hold, unless the proof is of
// what was asked for and verifies. Where `root` is given it must be the proof's, that of the first
// tree for a consistency proof.

// Answers what the proven bytes say.
audit::v1::Leaf CheckInclusion(const audit::v1::InclusionProof& proof,
                               const audit::v1::GetInclusionProofRequest& request,
                               const std::string& root);

void CheckConsistency(const audit::v1::ConsistencyProof& proof,
                      const audit::v1::GetConsistencyProofRequest& request,
                      const std::string& root);

}  // namespace gongkai::cli
