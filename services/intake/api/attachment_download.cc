#include "services/intake/api/attachment_download.h"

#include <algorithm>
#include <string>
#include <utility>

#include "services/intake/attachment/attachment_name.h"
#include "services/intake/content/content.h"
#include "services/lib/catalog/limits.h"
#include "workflow/base/digest.h"
#include "workflow/error/errors.h"

namespace gongkai::intake {

Result<bool> AttachmentDownload::LoadNext(const rpc::Call& call,
                                          v1::DownloadAttachmentResponse& part) {
  if (!reader_) {
    Result<BlobStore::Reader> reader = Open(call);
    if (!reader) return std::move(reader).error();
    reader_.emplace(*std::move(reader));
  }
  // The policy has changed what he is.
  if (call.caller != caller_) {
    if (Status allowed = Ask(call); !allowed) return std::move(allowed).error();
  }
  if (reader_->left() == 0) return false;
  Result<std::string> chunk = reader_->Next(limits::kChunkBytes);
  // After the reading: whatever was read may be what was destroyed meanwhile.
  if (Status ok = contents_.CheckNotPurged(digest_); !ok) return std::move(ok).error();
  if (!chunk) return std::move(chunk).error();
  part.set_chunk(*std::move(chunk));
  return true;
}

Result<BlobStore::Reader> AttachmentDownload::Open(const rpc::Call& call) {
  const std::optional<AttachmentName> name = ParseAttachmentName(request_.name());
  if (!name) return errors::InvalidField("name", kAttachmentNameRule);
  const auto located = queries_.Locate(call, name->report.Name(), request_.content_sha256());
  if (!located) return located.error();
  content_sha256_ = located->content.ToHex();
  caller_ = call.caller;
  const Result<v1::Content> content = ReadContent(contents_, located->content);
  if (!content) return content.error();
  const auto attachment =
      std::ranges::find(content->attachments(), name->file_name, &v1::Attachment::file_name);
  if (attachment == content->attachments().end()) {
    return errors::AttachmentNotFound(request_.name());
  }
  const Result<base::Digest> digest = ReadDigest(attachment->sha256());
  if (!digest) return digest.error();
  digest_ = *digest;
  Result<BlobStore::Reader> reader = blobs_.Open(digest_, attachment->size_bytes());
  if (Status ok = contents_.CheckNotPurged(digest_); !ok) return std::move(ok).error();
  return reader;
}

Status AttachmentDownload::Ask(const rpc::Call& call) {
  const AttachmentName name = *ParseAttachmentName(request_.name());
  const auto located = queries_.Locate(call, name.report.Name(), content_sha256_);
  if (!located) return located.error();
  caller_ = call.caller;
  return {};
}

}  // namespace gongkai::intake
