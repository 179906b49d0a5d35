// Converts a content to the bytes that are stored, and back.
#pragma once

#include <string>
#include <string_view>

#include "gongkai/intake/v1/intake_service.pb.h"
#include "services/intake/content/content_store.h"
#include "workflow/base/digest.h"
#include "workflow/error/result.h"

namespace gongkai::intake {

// Returns the bytes and the digest of `content`. Sets the magic of the content and drops the fields
// that this program does not know.
SealedContent Seal(v1::Content content);

// Returns the content whose bytes Seal made.
// Errors: CONTENT_CORRUPT (the bytes are not from Seal).
Result<v1::Content> Unseal(std::string_view bytes);

// Sets the digest and the size of the content's body to those of `body`. An empty `body` has no
// digest.
void NameBody(std::string_view body, v1::Content& content);

// Returns the digest in `sha256`, the text of a message that has been stored.
// Errors: CONTENT_CORRUPT (`sha256` is no digest).
Result<base::Digest> ReadDigest(std::string_view sha256);

// Returns the content with this digest.
// Errors: CONTENT_CORRUPT, as ContentStore::Get and ReadDigest.
Result<v1::Content> ReadContent(ContentStore& contents, const base::Digest& digest);
Result<v1::Content> ReadContent(ContentStore& contents, std::string_view sha256);

// Returns the body that the content names, or an empty text if the content names none.
// Errors: CONTENT_CORRUPT, as ContentStore::GetBody and ReadDigest.
Result<std::string> ReadBody(ContentStore& contents, const v1::Content& content);

// Returns what must be stored for the content. Includes `body` if the content names it. The caller
// sets the fields of the change: attachment, report, replaced and department. `body` must outlive
// the result. Errors: CONTENT_CORRUPT, as ReadDigest.
Result<Deposit> DepositOf(v1::Content content, std::string_view body);

}  // namespace gongkai::intake
