#include "services/intake/api/content_download.h"

#include <string>

#include "services/intake/content/content.h"
#include "services/lib/catalog/limits.h"
#include "workflow/base/digest.h"

namespace gongkai::intake {

Result<bool> ContentDownload::LoadNext(const rpc::Call& call, v1::DownloadContentResponse& part) {
  if (!content_) {
    v1::GetContentRequest request;
    request.set_name(request_.name());
    request.set_content_sha256(request_.content_sha256());
    Status read = queries_.GetCheckedContent(call, request, *part.mutable_content());
    if (!read) return std::move(read).error();
    Result<v1::Content> content = Unseal(part.content().content());
    if (!content) return std::move(content).error();
    content_ = *std::move(content);
    content_sha256_ = base::Sha256(part.content().content()).ToHex();
    caller_ = call.caller;
    return true;
  }
  // The policy has changed what he is.
  if (call.caller != caller_) {
    const auto located = queries_.Locate(call, request_.name(), content_sha256_);
    if (!located) return located.error();
    caller_ = call.caller;
  }
  if (reader_ && reader_->left() == 0) {
    reader_.reset();
    ++attachment_;
  }
  if (!reader_ && attachment_ == content_->attachments_size()) return false;
  const v1::Attachment& attachment = content_->attachments(attachment_);
  const Result<base::Digest> digest = ReadDigest(attachment.sha256());
  if (!digest) return digest.error();
  Result<std::string> chunk = ReadChunk(*digest, attachment.size_bytes());
  // After the reading: whatever was read may be what was destroyed meanwhile.
  if (Status ok = contents_.CheckNotPurged(*digest); !ok) return std::move(ok).error();
  if (!chunk) return std::move(chunk).error();
  part.set_chunk(*std::move(chunk));
  return true;
}

Result<std::string> ContentDownload::ReadChunk(const base::Digest& digest, std::int64_t size) {
  if (!reader_) {
    Result<BlobStore::Reader> reader = blobs_.Open(digest, size);
    if (!reader) return std::move(reader).error();
    reader_.emplace(*std::move(reader));
  }
  return reader_->Next(limits::kChunkBytes);
}

}  // namespace gongkai::intake
