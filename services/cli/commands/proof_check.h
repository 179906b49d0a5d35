// Verifies proofs of the audit log without trust in the server that sent the proofs.
#pragma once

#include <string>

#include "gongkai/audit/v1/audit_service.pb.h"

namespace gongkai::cli {

// Checks the form of a root that the user holds and has typed. An empty `root` passes: then only
// the root of the server is known. Throws Failure kUsage if any other `root` is not 64 lower-case
// hex digits.
void CheckRoot(const std::string& root);

// Verifies that the proof is the one that `request` asked for and that the proof holds. Returns the
// entry, parsed from the proven bytes. If `root` is given, it must be the root in the proof. Throws
// Failure kDataLoss otherwise; the message says what does not hold.
audit::v1::Leaf CheckInclusion(const audit::v1::InclusionProof& proof,
                               const audit::v1::GetInclusionProofRequest& request,
                               const std::string& root);

// Verifies a consistency proof in the same way. If `root` is given, it must be the root of the
// first tree. Throws Failure kDataLoss otherwise.
void CheckConsistency(const audit::v1::ConsistencyProof& proof,
                      const audit::v1::GetConsistencyProofRequest& request,
                      const std::string& root);

}  // namespace gongkai::cli
