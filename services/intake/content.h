// From a content to the bytes that are stored, and back.
#pragma once

#include <string>
#include <string_view>

#include "gongkai/intake/v1/intake_service.pb.h"
#include "services/intake/content_store.h"
#include "workflow/error/result.h"

namespace gongkai::intake {

// The magic is set, and fields that this program does not know are left out.
SealedContent Seal(v1::Content content);

// The content in bytes that Seal made; CONTENT_CORRUPT for any others.
Result<v1::Content> Unseal(std::string_view bytes);

// Names `body` in the content: its digest and size, or nothing if it is empty.
void NameBody(std::string_view body, v1::Content& content);

// The content with this digest; CONTENT_CORRUPT as ContentStore::Get.
Result<v1::Content> ReadContent(ContentStore& contents, std::string_view sha256);

// The body that the content names, empty if it names none; CONTENT_CORRUPT as ContentStore::Get.
Result<std::string> ReadBody(ContentStore& contents, const v1::Content& content);

// What has to be stored for the content: `body` too, if the content names it. The caller adds what
// is particular to the change.
Deposit DepositOf(v1::Content content, std::string_view body);

}  // namespace gongkai::intake
