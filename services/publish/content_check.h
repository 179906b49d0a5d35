// The check before publication: what intake holds now against what was approved.
#pragma once

#include <string>

#include "services/server/call.h"
#include "services/server/peer.h"
#include "workflow/error/result.h"

namespace gongkai::publish {

// Reads the report's content of this digest from intake, its body and every attachment with it, and
// compares the digest of each with the one that was approved. Blocks as long as the call is wanted.
// Errors: CONTENT_CORRUPT where a single byte differs, also where intake has found that itself;
// intake's others.
Status CheckContent(server::Peer& intake, const server::Call& call, const std::string& report,
                    const std::string& digest);

}  // namespace gongkai::publish
