// DownloadPublicationAttachment: an attachment of what is public, from intake to the caller.
#pragma once

#include <grpcpp/support/server_callback.h>

#include <string>

#include "gongkai/publish/v1/publish_service.pb.h"
#include "services/publish/publications.h"
#include "services/publish/publish_service.h"
#include "services/server/call.h"
#include "services/server/streams.h"

namespace gongkai::publish {

// Reads one chunk ahead on the slot's threads, and sends the last one only if the whole has the
// digest that was approved. Asks intake for the caller. `context` and `publications` must outlive
// the stream, which deletes itself.
grpc::ServerWriteReactor<v1::DownloadPublicationAttachmentResponse>* StartAttachmentStream(
    const ServiceContext& context, Publications& publications, server::Call call,
    server::Streams::Slot slot, const std::string& name, grpc::CallbackServerContext& grpc_context);

}  // namespace gongkai::publish
