// Reads one attachment for a download, without the gRPC stream that carries the chunks.
#pragma once

#include <optional>
#include <string>
#include <utility>

#include "gongkai/intake/v1/intake_service.pb.h"
#include "services/intake/attachment/blob_store.h"
#include "services/intake/content/content_store.h"
#include "services/intake/report/report_queries.h"
#include "services/lib/rpc/call.h"
#include "workflow/base/digest.h"
#include "workflow/error/result.h"
#include "workflow/machine/actor.h"

namespace gongkai::intake {

// Reads the bytes of one attachment, chunk by chunk. Asks the ledger once whether the caller may read
// the content. One thread at a time. `queries`, `contents` and `blobs` must outlive this.
class AttachmentDownload {
 public:
  AttachmentDownload(ReportQueries& queries, ContentStore& contents, BlobStore& blobs,
                     v1::DownloadAttachmentRequest request)
      : queries_(queries), contents_(contents), blobs_(blobs), request_(std::move(request)) {}

  // Loads the next chunk into `part`. Returns false if all chunks were loaded. Blocks. Throws what
  // BlobStore and ContentStore throw.
  // Errors: INVALID_FIELD, ATTACHMENT_NOT_FOUND, those of ReportQueries::Locate, CONTENT_PURGED (also while
  // the bytes are read), CONTENT_CORRUPT (the bytes no longer have their digest; the last chunk is never loaded then).
  Result<bool> LoadNext(const rpc::Call& call, v1::DownloadAttachmentResponse& part);

 private:
  // Each sets caller_ if the caller may read the content.
  Result<BlobStore::Reader> Open(const rpc::Call& call);
  Status Ask(const rpc::Call& call);

  ReportQueries& queries_;
  ContentStore& contents_;
  BlobStore& blobs_;
  const v1::DownloadAttachmentRequest request_;  // a copy: gRPC's goes when the call ends
  std::optional<BlobStore::Reader> reader_;      // once it is open
  base::Digest digest_;                          // of the attachment, likewise
  std::string content_sha256_;                   // of the content that the reader reads of
  machine::Actor caller_;                        // as he was when he was last asked for
};

}  // namespace gongkai::intake
