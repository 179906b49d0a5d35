// Serves the streams that upload attachments, and download attachments and contents. The threads of
// gRPC only pass messages on. The threads of runtime::Streams read files and call the ledger.
#pragma once

#include <grpcpp/support/server_callback.h>

#include "gongkai/intake/v1/intake_service.pb.h"
#include "services/intake/api/service_context.h"
#include "services/intake/report/drafts.h"
#include "services/intake/report/report_queries.h"
#include "services/lib/rpc/server_stream.h"
#include "workflow/error/result.h"

namespace gongkai::intake {

// Starts an upload, or refuses it if `admission` is an error. Returns the reactor. `admission` has
// a slot of the streams that are starting: the upload takes one of the uploads after its first
// message. The objects of `context`, `drafts` and `response` must outlive the stream.
// Errors: that of `admission`, those of AttachmentUpload, TOO_MANY_STREAMS, UPLOAD_INCOMPLETE (a
// timeout passed, or too slow), DISK_FULL.
grpc::ServerReadReactor<v1::UploadAttachmentRequest>* StartUpload(
    Result<rpc::Admission> admission, const ServiceContext& context, Drafts& drafts,
    v1::UploadAttachmentResponse& response);

// Starts a download, likewise. The objects of `context` and `queries` must outlive the stream. A
// client that does not read for too long gets CANCELLED.
// Errors: that of `admission`, those of ReportQueries::Locate, ATTACHMENT_NOT_FOUND,
// CONTENT_PURGED, CONTENT_CORRUPT, DISK_FULL, CANCELLED.
grpc::ServerWriteReactor<v1::DownloadAttachmentResponse>* StartDownload(
    Result<rpc::Admission> admission, const ServiceContext& context, ReportQueries& queries,
    const v1::DownloadAttachmentRequest& request);

// Starts a download of a content with all its attachments, likewise. The objects of `context` and
// `queries` must outlive the stream. A client that does not read for too long gets CANCELLED.
// Errors: that of `admission`, those of ContentDownload, DISK_FULL, CANCELLED.
grpc::ServerWriteReactor<v1::DownloadContentResponse>* StartContentDownload(
    Result<rpc::Admission> admission, const ServiceContext& context, ReportQueries& queries,
    const v1::DownloadContentRequest& request);

}  // namespace gongkai::intake
