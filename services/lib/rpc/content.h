// Contents as intake sends them, opened without trust in intake.
#pragma once

#include <string>
#include <string_view>

#include "gongkai/intake/v1/intake_service.pb.h"
#include "workflow/error/result.h"

namespace gongkai::rpc {

// Returns the error for a content that is not what was stored: CONTENT_CORRUPT. `of` is the name of
// the resource whose content it is, such as "reports/annual-2021".
Error CorruptContent(const std::string& of);

// Returns the content if its bytes have the digest `sha256`, and the body is the one that the content
// names. `of` is as for CorruptContent. Errors: CONTENT_CORRUPT.
Result<intake::v1::Content> OpenContent(const intake::v1::GetContentResponse& sent,
                                        std::string_view sha256, const std::string& of);

}  // namespace gongkai::rpc
