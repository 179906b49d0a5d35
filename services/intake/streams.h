// The streams of attachments, in and out. gRPC's threads only pass messages on; files and the
// ledger are worked on by the threads of server::Streams.
#pragma once

#include <grpcpp/support/server_callback.h>

#include "gongkai/intake/v1/intake_service.pb.h"
#include "services/intake/drafts.h"
#include "services/intake/report_queries.h"
#include "services/intake/service_context.h"
#include "services/server/call.h"
#include "workflow/error/result.h"

namespace gongkai::intake {

// What the streams use must outlive them; they delete themselves. A call that was not admitted ends
// at once with its error.
grpc::ServerReadReactor<v1::UploadAttachmentRequest>* StartUpload(
    const ServiceContext& context, Drafts& drafts, Result<server::Call> call,
    v1::UploadAttachmentResponse& response);

grpc::ServerWriteReactor<v1::DownloadAttachmentResponse>* StartDownload(
    const ServiceContext& context, ReportQueries& queries, Result<server::Call> call,
    const v1::DownloadAttachmentRequest& request, grpc::CallbackServerContext& grpc_context);

}  // namespace gongkai::intake
