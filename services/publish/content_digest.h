// The check before publication: what intake holds now against what was approved.
#pragma once

#include <string>

#include "services/server/call.h"
#include "services/server/peer.h"
#include "workflow/error/result.h"

namespace gongkai::publish {

// Reads the report's content of this digest from intake, its body and every attachment with it, and computes the
// digest anew from the bytes: the same one if nothing has changed since it was approved, another if
// a single byte has. Intake's own errors are passed on, CONTENT_CORRUPT where it has found the
// damage itself. Blocks as long as the call is wanted.
Result<std::string> RecomputeDigest(server::Peer& intake, const server::Call& call,
                                    const std::string& report, const std::string& digest);

}  // namespace gongkai::publish
