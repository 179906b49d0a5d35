#include "services/intake/content/content.h"

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>

#include <cstdint>
#include <string>
#include <utility>

#include "workflow/error/errors.h"

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
  sealed.digest = base::Sha256(sealed.bytes);
  return sealed;
}

Result<v1::Content> Unseal(std::string_view bytes) {
  v1::Content content;
  if (!content.ParseFromArray(bytes.data(), static_cast<int>(bytes.size())) ||
      content.magic() != kMagic) {
    const std::string sha256 = base::Sha256(bytes).ToHex();
    return errors::ContentCorrupt(
        {"The content with the digest " + sha256, "摘要为 " + sha256 + " 的内容"});
  }
  return content;
}

void NameBody(std::string_view body, v1::Content& content) {
  content.set_body_sha256(body.empty() ? std::string() : base::Sha256(body).ToHex());
  content.set_body_size_bytes(static_cast<std::int64_t>(body.size()));
}

Result<base::Digest> ReadDigest(std::string_view sha256) {
  const std::optional<base::Digest> digest = base::Digest::FromHex(sha256);
  if (digest) return *digest;
  const std::string shown(sha256);
  return errors::ContentCorrupt(
      {"The content with the digest " + shown, "摘要为 " + shown + " 的内容"});
}

Result<v1::Content> ReadContent(ContentStore& contents, const base::Digest& digest) {
  const Result<std::string> bytes = contents.Get(digest);
  if (!bytes) return bytes.error();
  return Unseal(*bytes);
}

Result<v1::Content> ReadContent(ContentStore& contents, std::string_view sha256) {
  const Result<base::Digest> digest = ReadDigest(sha256);
  if (!digest) return digest.error();
  return ReadContent(contents, *digest);
}

Result<std::string> ReadBody(ContentStore& contents, const v1::Content& content) {
  if (content.body_sha256().empty()) return std::string();
  const Result<base::Digest> digest = ReadDigest(content.body_sha256());
  if (!digest) return digest.error();
  return contents.GetBody(*digest);
}

Result<Deposit> DepositOf(v1::Content content, std::string_view body) {
  Deposit deposit;
  if (!content.body_sha256().empty()) {
    const Result<base::Digest> digest = ReadDigest(content.body_sha256());
    if (!digest) return digest.error();
    deposit.body_digest = *digest;
    if (base::Sha256(body) == *digest) deposit.body = body;
  }
  for (const v1::Attachment& attachment : content.attachments()) {
    const Result<base::Digest> digest = ReadDigest(attachment.sha256());
    if (!digest) return digest.error();
    deposit.attachments.push_back(*digest);
  }
  deposit.co_issuers.assign(content.co_issuing_departments().begin(),
                            content.co_issuing_departments().end());
  deposit.content = Seal(std::move(content));
  return deposit;
}

}  // namespace gongkai::intake
