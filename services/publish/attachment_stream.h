// Serves DownloadPublicationAttachment: sends an attachment of a publication from intake to the
// caller.
#pragma once

#include <grpcpp/support/server_callback.h>

#include <string>

#include "gongkai/publish/v1/publish_service.pb.h"
#include "services/lib/rpc/call.h"
#include "services/lib/runtime/streams.h"
#include "services/publish/publications.h"
#include "services/publish/publish_service.h"

namespace gongkai::publish {

// Starts the stream. Returns its reactor, which deletes itself at the end. Reads one chunk ahead on
// the threads of the slot. Sends the last chunk only if the whole attachment has the approved
// digest. Calls intake for the caller of `call`. `grpc_context`, `publications` and the objects of
// `context` must outlive the stream.
// Errors: INVALID_FIELD, ATTACHMENT_NOT_FOUND, CONTENT_CORRUPT, CANCELLED (also if the client does
// not read for too long), and those of Publications::ReadPublished and of intake.
grpc::ServerWriteReactor<v1::DownloadPublicationAttachmentResponse>* StartAttachmentStream(
    const ServiceContext& context, Publications& publications, rpc::Call call,
    runtime::Streams::Slot slot, const std::string& name,
    grpc::CallbackServerContext& grpc_context);

}  // namespace gongkai::publish
