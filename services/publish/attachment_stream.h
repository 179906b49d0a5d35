// Serves DownloadPublicationAttachment: sends an attachment of a publication from intake to the
// caller.
#pragma once

#include <grpcpp/support/server_callback.h>

#include <string>

#include "gongkai/publish/v1/publish_service.pb.h"
#include "services/lib/rpc/server_stream.h"
#include "services/publish/publications.h"
#include "services/publish/publish_service.h"
#include "workflow/error/result.h"

namespace gongkai::publish {

// Starts the stream, or refuses it if `admission` is an error. Returns the reactor. Reads one chunk
// ahead on the threads of the slot. Sends the last chunk only if the whole attachment has the
// approved digest. Calls intake for the caller of the stream. `publications` and the objects of
// `context` must outlive the stream.
// Errors: that of `admission`, INVALID_FIELD, ATTACHMENT_NOT_FOUND, CONTENT_CORRUPT, CANCELLED (also
// if the client does not read for too long), and those of Publications::ReadPublished and of intake.
grpc::ServerWriteReactor<v1::DownloadPublicationAttachmentResponse>* StartAttachmentStream(
    Result<rpc::Admission> admission, const ServiceContext& context, Publications& publications,
    const std::string& name);

}  // namespace gongkai::publish
