// Serves the streams that upload and download attachments. The threads of gRPC only pass messages
// on. The threads of runtime::Streams read files and call the ledger.
#pragma once

#include <grpcpp/support/server_callback.h>

#include "gongkai/intake/v1/intake_service.pb.h"
#include "services/intake/api/service_context.h"
#include "services/intake/report/drafts.h"
#include "services/intake/report/report_queries.h"
#include "services/lib/rpc/call.h"
#include "workflow/error/result.h"

namespace gongkai::intake {

// Starts an upload. Returns its reactor, which deletes itself at the end. If `call` is an error,
// the stream ends at once with this error. The objects of `context`, `drafts` and `response` must
// outlive the stream.
// Errors: those of AttachmentUpload, TOO_MANY_STREAMS, UPLOAD_INCOMPLETE (a timeout passed, or too
// slow), DISK_FULL.
grpc::ServerReadReactor<v1::UploadAttachmentRequest>* StartUpload(
    const ServiceContext& context, Drafts& drafts, Result<rpc::Call> call,
    v1::UploadAttachmentResponse& response);

// Starts a download, likewise. The objects of `context`, `queries`, `request` and `grpc_context`
// must outlive the stream. A client that does not read for too long gets CANCELLED.
// Errors: those of ReportQueries::Locate, TOO_MANY_STREAMS, ATTACHMENT_NOT_FOUND, CONTENT_CORRUPT,
// CANCELLED.
grpc::ServerWriteReactor<v1::DownloadAttachmentResponse>* StartDownload(
    const ServiceContext& context, ReportQueries& queries, Result<rpc::Call> call,
    const v1::DownloadAttachmentRequest& request, grpc::CallbackServerContext& grpc_context);

}  // namespace gongkai::intake
