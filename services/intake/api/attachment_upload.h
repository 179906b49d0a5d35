// Receives one attachment, without the gRPC stream that carries the attachment.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "gongkai/intake/v1/intake_service.pb.h"
#include "services/intake/attachment/blob_store.h"
#include "services/intake/report/drafts.h"
#include "services/lib/rpc/call.h"
#include "services/lib/rpc/gate.h"
#include "workflow/base/digest.h"
#include "workflow/error/result.h"

namespace gongkai::intake {

// Receives the messages of one upload, stores the bytes, and adds the attachment to its report. If
// the upload ends before Complete places the file, the destructor removes the file. If the ledger
// refuses the change after that, the Collector removes the file later. One thread at a time. Take
// and Complete may block, and throw what BlobStore and ContentStore throw.
//
//   AttachmentUpload upload(drafts, blobs, gate);
//   for (const auto& part : parts) {
//     auto done = upload.Take(call, part);
//     if (!done || *done) return done;  // an error, or the upload was made before
//   }
//   return upload.Complete(call);
class AttachmentUpload {
 public:
  // `drafts`, `blobs` and `gate` must outlive this.
  AttachmentUpload(Drafts& drafts, BlobStore& blobs, rpc::Gate& gate)
      : drafts_(drafts), blobs_(blobs), gate_(gate) {}

  // Takes the next message of the stream. The first message counts as a change of the caller and is
  // checked by the ledger before anything is stored. Returns the report if nothing more is needed:
  // the same upload was made before, or the report already has this attachment. Otherwise returns
  // nullopt.
  // Errors: INVALID_FIELD (a message out of order or beyond a limit), UPLOAD_INCOMPLETE (more bytes
  // than announced), QUOTA_EXCEEDED, and those of Drafts::Rehearse.
  Result<std::optional<v1::Report>> Take(const rpc::Call& call,
                                         const v1::UploadAttachmentRequest& part);

  // Adds the attachment to the report after the last message. Returns the report with the
  // attachment.
  // Errors: INVALID_FIELD (no message came), UPLOAD_INCOMPLETE (size or SHA-256 is not as
  // announced), and those of Drafts::Apply.
  Result<v1::Report> Complete(const rpc::Call& call);

 private:
  Result<std::optional<v1::Report>> Start(const rpc::Call& call, const v1::UploadStart& start);
  Status Append(std::string_view chunk);
  Status AddTo(v1::Content& content) const;
  Edit MakeEdit();

  Drafts& drafts_;
  BlobStore& blobs_;
  rpc::Gate& gate_;
  Change change_;
  v1::Attachment attachment_;                // as the first message announced
  bool keeps_attribute_ = true;              // of the attachment that is replaced
  base::Digest digest_;                      // of the attachment, likewise
  std::optional<BlobStore::Writer> writer_;  // set by the first message
};

}  // namespace gongkai::intake
