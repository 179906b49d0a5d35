// From a content to the bytes that are stored, and back.
#pragma once

#include <string_view>

#include "gongkai/intake/v1/intake_service.pb.h"
#include "services/intake/content_store.h"
#include "workflow/error/result.h"

namespace gongkai::intake {

// The magic is set, and fields that this program does not know are left out.
SealedContent Seal(v1::Content content);

google::protobuf::RepeatedPtrField<std::string> PartsOf(const SealedContent& content);

// The content in bytes that Seal made; CONTENT_CORRUPT for any others.
Result<v1::Content> Unseal(std::string_view bytes);

// The content with this digest; CONTENT_CORRUPT as ContentStore::Get.
Result<v1::Content> ReadContent(ContentStore& contents, std::string_view sha256);

}  // namespace gongkai::intake
