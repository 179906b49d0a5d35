// One attachment on its way in, apart from the stream that brings it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "gongkai/intake/v1/intake_service.pb.h"
#include "services/intake/blob_store.h"
#include "services/intake/drafts.h"
#include "services/server/call.h"
#include "services/server/gate.h"
#include "workflow/error/result.h"

namespace gongkai::intake {

inline constexpr std::size_t kMaxChunkBytes = 256 << 10;
inline constexpr std::int64_t kMaxAttachmentBytes = 64 << 20;
inline constexpr int kMaxAttachments = 64;

// For one thread at a time. Each call may block. An upload that ends before it is complete, or with
// an error, leaves nothing.
class AttachmentUpload {
 public:
  // All must outlive it.
  AttachmentUpload(Drafts& drafts, BlobStore& blobs, server::Gate& gate)
      : drafts_(drafts), blobs_(blobs), gate_(gate) {}

  // The next message. Before anything is stored, asks whether the caller may change the report.
  // INVALID_FIELD for a message that is out of order or past its limits; UPLOAD_INCOMPLETE when
  // more comes than was announced. Answers the report if this very upload was done before: then
  // nothing more is wanted.
  Result<std::optional<v1::Report>> Take(const server::Call& call,
                                         const v1::UploadAttachmentRequest& part);

  // All has come: the report with the attachment. UPLOAD_INCOMPLETE unless it is what was
  // announced.
  Result<v1::Report> Complete(const server::Call& call);

 private:
  Result<std::optional<v1::Report>> Start(const server::Call& call, const v1::UploadStart& start);
  Status Append(std::string_view chunk);
  Status AddTo(v1::Content& content) const;
  Edit MakeEdit();

  Drafts& drafts_;
  BlobStore& blobs_;
  server::Gate& gate_;
  Change change_;
  v1::Attachment attachment_;                // as announced
  std::optional<BlobStore::Writer> writer_;  // from the start on
};

}  // namespace gongkai::intake
