#include <utility>

#include "services/intake/api/attachment_download.h"
#include "services/intake/api/content_download.h"
#include "services/intake/api/part_stream.h"
#include "services/intake/api/streams.h"

namespace gongkai::intake {

grpc::ServerWriteReactor<v1::DownloadAttachmentResponse>* StartDownload(
    Result<rpc::Admission> admission, const ServiceContext& context, ReportQueries& queries,
    const v1::DownloadAttachmentRequest& request) {
  return rpc::StartStream<PartStream<v1::DownloadAttachmentResponse, AttachmentDownload>>(
      std::move(admission), context.stalls, queries, context.contents, context.blobs, request);
}

grpc::ServerWriteReactor<v1::DownloadContentResponse>* StartContentDownload(
    Result<rpc::Admission> admission, const ServiceContext& context, ReportQueries& queries,
    const v1::DownloadContentRequest& request) {
  return rpc::StartStream<PartStream<v1::DownloadContentResponse, ContentDownload>>(
      std::move(admission), context.stalls, queries, context.contents, context.blobs, request);
}

}  // namespace gongkai::intake
