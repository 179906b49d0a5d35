#include "services/intake/content.h"

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>

#include <utility>

#include "workflow/error/errors.h"
#include "workflow/merkle/hash.h"

namespace gongkai::intake {
namespace {

constexpr std::string_view kMagic = "gongkai.intake.v1.Content";

std::string DeterministicBytes(const google::protobuf::MessageLite& message) {
  std::string bytes;
  google::protobuf::io::StringOutputStream stream(&bytes);
  google::protobuf::io::CodedOutputStream coded(&stream);
  coded.SetSerializationDeterministic(true);
  message.SerializeToCodedStream(&coded);
  coded.Trim();
  return bytes;
}

}  // namespace

SealedContent Seal(v1::Content content) {
  content.set_magic(std::string(kMagic));
  content.DiscardUnknownFields();
  std::string bytes = DeterministicBytes(content);
  std::string sha256 = merkle::ToHex(merkle::Sha256(bytes));
  return {.sha256 = std::move(sha256), .bytes = std::move(bytes)};
}

Result<v1::Content> Unseal(std::string_view bytes) {
  v1::Content content;
  if (!content.ParseFromArray(bytes.data(), static_cast<int>(bytes.size())) ||
      content.magic() != kMagic) {
    return errors::ContentCorrupt("The content with the digest " +
                                  merkle::ToHex(merkle::Sha256(bytes)));
  }
  return content;
}

std::string RequestDigest(std::string_view method, const google::protobuf::MessageLite& request) {
  merkle::Sha256Stream digest;
  digest.Update(method);
  digest.Update(std::string_view("\0", 1));  // a name cannot run on into a request
  digest.Update(DeterministicBytes(request));
  return merkle::ToHex(digest.Finish());
}

}  // namespace gongkai::intake
