#include "services/intake/content/content.h"

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>

#include <cstdint>
#include <string>
#include <utility>

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
  return sealed;
}

Result<v1::Content> Unseal(std::string_view bytes) {
  v1::Content content;
  if (!content.ParseFromArray(bytes.data(), static_cast<int>(bytes.size())) ||
      content.magic() != kMagic) {
    const std::string sha256 = merkle::ToHex(merkle::Sha256(bytes));
    return errors::ContentCorrupt(
        {"The content with the digest " + sha256, "摘要为 " + sha256 + " 的内容"});
  }
  return content;
}

void NameBody(std::string_view body, v1::Content& content) {
  content.set_body_sha256(body.empty() ? std::string() : merkle::ToHex(merkle::Sha256(body)));
  content.set_body_size_bytes(static_cast<std::int64_t>(body.size()));
}

Result<v1::Content> ReadContent(ContentStore& contents, std::string_view sha256) {
  const Result<std::string> bytes = contents.Get(sha256);
  if (!bytes) return bytes.error();
  return Unseal(*bytes);
}

Result<std::string> ReadBody(ContentStore& contents, const v1::Content& content) {
  if (content.body_sha256().empty()) return std::string();
  return contents.GetBody(content.body_sha256());
}

Deposit DepositOf(v1::Content content, std::string_view body) {
  Deposit deposit{.body_sha256 = content.body_sha256()};
  v1::Content named;
  NameBody(body, named);
  if (named.body_sha256() == content.body_sha256()) deposit.body = body;
  for (const v1::Attachment& attachment : content.attachments()) {
    deposit.attachments.push_back(attachment.sha256());
  }
  deposit.content = Seal(std::move(content));
  return deposit;
}

}  // namespace gongkai::intake
