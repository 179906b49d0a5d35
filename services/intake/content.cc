#include "services/intake/content.h"

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>

#include <string>

#include "workflow/error/errors.h"
#include "workflow/merkle/hash.h"

namespace gongkai::intake {
namespace {

constexpr std::string_view kMagic = "gongkai.intake.v1.Content";

}  // namespace

SealedContent Seal(v1::Content content) {
  content.set_magic(std::string(kMagic));
  content.DiscardUnknownFields();
  SealedContent sealed;
  {
    google::protobuf::io::StringOutputStream target(&sealed.bytes);
    google::protobuf::io::CodedOutputStream stream(&target);
    stream.SetSerializationDeterministic(true);
    content.SerializeToCodedStream(&stream);
  }
  sealed.sha256 = merkle::ToHex(merkle::Sha256(sealed.bytes));
  if (!content.body().empty()) sealed.parts.push_back(merkle::ToHex(merkle::Sha256(content.body())));
  for (const v1::Attachment& attachment : content.attachments()) sealed.parts.push_back(attachment.sha256());
  return sealed;
}

google::protobuf::RepeatedPtrField<std::string> PartsOf(const SealedContent& content) {
  return {content.parts.begin(), content.parts.end()};
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

Result<v1::Content> ReadContent(ContentStore& contents, std::string_view sha256) {
  const Result<std::string> bytes = contents.Get(sha256);
  if (!bytes) return bytes.error();
  return Unseal(*bytes);
}

}  // namespace gongkai::intake
