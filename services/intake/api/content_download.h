// Reads one content for a download, without the gRPC stream that carries the parts.
#pragma once

#include <optional>
#include <string>
#include <utility>

#include "gongkai/intake/v1/intake_service.pb.h"
#include "services/intake/attachment/blob_store.h"
#include "services/intake/content/content_store.h"
#include "services/intake/report/report_queries.h"
#include "services/lib/rpc/call.h"
#include "workflow/error/result.h"
#include "workflow/machine/actor.h"

namespace gongkai::intake {

// Reads a content with its body, and then the bytes of all its attachments, chunk by chunk. Asks
// the ledger once whether the caller may read the content. One thread at a time. `queries`, `contents`
// and `blobs` must outlive this.
//
//   ContentDownload download(queries, contents, blobs, request);
//   for (;;) {
//     const Result<bool> loaded = download.LoadNext(call, part);
//     if (!loaded || !*loaded) break;
//     Send(part);
//   }
class ContentDownload {
 public:
  ContentDownload(ReportQueries& queries, ContentStore& contents, BlobStore& blobs,
                  v1::DownloadContentRequest request)
      : queries_(queries), contents_(contents), blobs_(blobs), request_(std::move(request)) {}

  // Loads the next part of the content into `part`. Returns false if all parts were loaded. Blocks.
  // Throws what BlobStore and ContentStore throw.
  // Errors: those of ReportQueries::GetCheckedContent, also later if the policy has changed what the caller
  // is; CONTENT_PURGED (of an attachment, also while it is read); CONTENT_CORRUPT (an attachment is missing,
  // or its bytes no longer have its digest; the last chunk is never loaded then).
  Result<bool> LoadNext(const rpc::Call& call, v1::DownloadContentResponse& part);

 private:
  // Returns the next bytes of the attachment that comes next, or is read now.
  // Errors: CONTENT_CORRUPT.
  Result<std::string> ReadChunk(const base::Digest& digest, std::int64_t size);

  ReportQueries& queries_;
  ContentStore& contents_;
  BlobStore& blobs_;
  const v1::DownloadContentRequest request_;
  std::optional<v1::Content> content_;       // once it is loaded
  std::string content_sha256_;               // of its bytes
  int attachment_ = 0;                       // index of the one that comes next, or is read now
  std::optional<BlobStore::Reader> reader_;  // of the attachment that is read now
  machine::Actor caller_;                    // as he was when he was last asked for
};

}  // namespace gongkai::intake
