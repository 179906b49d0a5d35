#include "services/intake/api/attachment_upload.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "services/intake/content/field_limits.h"
#include "services/lib/catalog/limits.h"
#include "services/lib/request/fields.h"
#include "services/lib/request/request_digest.h"
#include "workflow/error/errors.h"

namespace gongkai::intake {
namespace {

using request::FieldCheck;

constexpr base::BilingualView kStartRule{"Must be the first message.", "必须是第一条消息。"};

Status CheckStart(const v1::UploadStart& start) {
  FieldCheck check(start, "start");
  CheckDisclosure("start.disclosure", start.disclosure(), limits::kAttachmentReason, check);
  return check.Name("start.report", start.report())
      .FileName("start.file_name", start.file_name())
      .MediaType("start.mime_type", start.mime_type())
      .Range("start.size_bytes", start.size_bytes(), 1, limits::kAttachmentBytes)
      .Digest("start.sha256", start.sha256())
      .Line("start.etag", start.etag(), limits::kEtag)
      .RequestId(start.request_id())
      .Done();
}

}  // namespace

Result<std::optional<v1::Report>> AttachmentUpload::Take(const rpc::Call& call,
                                                         const v1::UploadAttachmentRequest& part) {
  if (!writer_) {
    if (part.has_start()) return Start(call, part.start());
    return errors::InvalidField("start", kStartRule);
  }
  if (!part.has_chunk()) {
    return errors::InvalidField("chunk", {"Every message but the first must be a chunk.",
                                          "除第一条外，每条消息都必须是 chunk。"});
  }
  if (Status ok = Append(part.chunk()); !ok) return std::move(ok).error();
  return std::optional<v1::Report>();
}

Result<std::optional<v1::Report>> AttachmentUpload::Start(const rpc::Call& call,
                                                          const v1::UploadStart& start) {
  if (Status ok = CheckStart(start); !ok) return std::move(ok).error();
  if (Status counted = gate_.CountChange(call); !counted) {
    return std::move(counted).error();
  }
  change_ = {.report = start.report(),
             .etag = start.etag(),
             .request_id = start.request_id(),
             .request_sha256 = request::RequestDigest(call.method, start)};
  attachment_.set_file_name(start.file_name());
  attachment_.set_mime_type(start.mime_type());
  attachment_.set_size_bytes(start.size_bytes());
  attachment_.set_sha256(start.sha256());
  keeps_attribute_ = !start.has_disclosure();
  // What says nothing is as if it were not there.
  if (start.disclosure().ByteSizeLong() > 0) {
    *attachment_.mutable_disclosure() = start.disclosure();
  }
  digest_ = base::Digest::FromHex(start.sha256()).value();  // its check has passed
  Result<std::optional<v1::Report>> answered = drafts_.Rehearse(call, change_, MakeEdit());
  if (answered && !*answered) writer_.emplace(blobs_.Begin());
  return answered;
}

Status AttachmentUpload::Append(std::string_view chunk) {
  if (chunk.empty() || chunk.size() > limits::kChunkBytes) {
    return errors::InvalidField(
        "chunk",
        {fmt::format("Must have 1 to {} bytes; has {}.", limits::kChunkBytes, chunk.size()),
         fmt::format("必须有 1 至 {} 字节；现有 {} 字节。", limits::kChunkBytes, chunk.size())});
  }
  const std::int64_t size = writer_->size() + static_cast<std::int64_t>(chunk.size());
  if (size > attachment_.size_bytes()) {
    return errors::UploadIncomplete(
        {fmt::format("{} bytes were announced, but more came.", attachment_.size_bytes()),
         fmt::format("声明了 {} 字节，收到的更多。", attachment_.size_bytes())});
  }
  writer_->Write(chunk);
  return {};
}

Result<v1::Report> AttachmentUpload::Complete(const rpc::Call& call) {
  if (!writer_) return errors::InvalidField("start", kStartRule);
  if (writer_->size() != attachment_.size_bytes()) {
    return errors::UploadIncomplete(
        {fmt::format("{} bytes were announced, but {} came.", attachment_.size_bytes(),
                     writer_->size()),
         fmt::format("声明了 {} 字节，收到 {} 字节。", attachment_.size_bytes(), writer_->size())});
  }
  if (!writer_->Finish(digest_)) {
    return errors::UploadIncomplete({"what came does not have the SHA-256 that was announced.",
                                     "收到的内容与声明的 SHA-256 不符。"});
  }
  return drafts_.Apply(call, change_, MakeEdit());
}

Edit AttachmentUpload::MakeEdit() {
  return {
      .change = [this](v1::Content& content) { return AddTo(content); },
      .attachment = Deposit::Attachment{.digest = digest_, .size_bytes = attachment_.size_bytes()},
      .file = writer_ ? &*writer_ : nullptr};
}

Status AttachmentUpload::AddTo(v1::Content& content) const {
  auto& attachments = *content.mutable_attachments();
  // In the order of file names, each of which is there once.
  const auto place = std::ranges::lower_bound(attachments, attachment_.file_name(), {},
                                              &v1::Attachment::file_name);
  if (place != attachments.end() && place->file_name() == attachment_.file_name()) {
    v1::Attachment replaced = std::exchange(*place, attachment_);
    if (keeps_attribute_ && replaced.has_disclosure()) {
      place->mutable_disclosure()->Swap(replaced.mutable_disclosure());
    }
    return {};
  }
  if (attachments.size() >= limits::kAttachments) {
    return errors::TooManyAttachments(change_.report, limits::kAttachments);
  }
  const auto index = place - attachments.begin();
  *attachments.Add() = attachment_;
  std::rotate(attachments.begin() + index, attachments.end() - 1, attachments.end());
  return {};
}

}  // namespace gongkai::intake
