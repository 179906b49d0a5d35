// Contents as they are stored.
#pragma once

#include <string>
#include <string_view>

#include "gongkai/intake/v1/intake_service.pb.h"
#include "workflow/error/result.h"

namespace gongkai::intake {

// The bytes of a content, made once. They are what is stored, hashed and handed out, and are never
// made again from a parsed message.
struct SealedContent {
  std::string sha256;  // of the bytes, in hex: the content digest
  std::string bytes;
};

// The magic is set, and fields that this program does not know are left out.
SealedContent Seal(v1::Content content);

// The content in bytes that Seal made; CONTENT_CORRUPT for any others.
Result<v1::Content> Unseal(std::string_view bytes);

}  // namespace gongkai::intake
