// Contents as intake sends them, opened without trust in intake.
#pragma once

#include <string>
#include <string_view>

#include "gongkai/intake/v1/intake_service.pb.h"
#include "services/lib/rpc/call.h"
#include "services/lib/rpc/peer.h"
#include "workflow/error/result.h"

namespace gongkai::rpc {

// Returns the error for a content that is not what was stored: CONTENT_CORRUPT. `of` is the name of
// the resource whose content it is, such as "reports/annual-2021".
Error CorruptContent(const std::string& of);

// Returns the content if its bytes have the digest `sha256`, and the body is the one that the content
// names. `of` is as for CorruptContent. Errors: CONTENT_CORRUPT.
Result<intake::v1::Content> OpenContent(const intake::v1::GetContentResponse& sent,
                                        std::string_view sha256, const std::string& of);

// A content with its body.
struct Document {
  intake::v1::Content content;
  std::string bytes;  // the content, serialized: what has the digest
  std::string body;
};

// Returns the content of `report`, "reports/…", with this digest, as intake gives it to the caller.
// `of` is as for CorruptContent. Blocks. Errors: CONTENT_CORRUPT, and those of intake, unchanged.
Result<Document> ReadDocument(Peer& intake, const Call& call, const std::string& report,
                              const std::string& sha256, const std::string& of);

}  // namespace gongkai::rpc
