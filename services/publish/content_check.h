// Checks before publication that intake still holds what was approved.
#pragma once

#include <optional>
#include <string>

#include "gongkai/intake/v1/intake_service.pb.h"
#include "gongkai/workflow/v1/details.pb.h"
#include "services/lib/rpc/call.h"
#include "services/lib/rpc/peer.h"
#include "workflow/error/result.h"

namespace gongkai::publish {

// A content whose every byte is what was approved.
struct CheckedContent {
  intake::v1::Content content;
  // What intake's rules find in it; nullopt: more than can be adjudicated.
  std::optional<workflow::v1::LeakCheck> leak_check;
};

// Reads from intake, in one stream, the content of `report` with this digest, its body and every
// attachment. Compares the digest of each with the approved one, and trusts nothing that intake
// says. Returns the content. Blocks, but no longer than the caller waits.
// Errors: CONTENT_CORRUPT (any byte differs, or intake itself has found that), and those of intake.
Result<CheckedContent> CheckContent(rpc::Peer& intake, const rpc::Call& call,
                                    const std::string& report, const std::string& digest);

}  // namespace gongkai::publish
