// Serves WatchPublications. Each stream follows the ledger's changes through its own stream to
// workflow.
#pragma once

#include <grpcpp/support/server_callback.h>

#include <cstdint>

#include "gongkai/publish/v1/publish_service.pb.h"
#include "services/lib/rpc/peer.h"
#include "services/lib/rpc/server_stream.h"
#include "services/lib/runtime/drain.h"
#include "workflow/error/result.h"

namespace gongkai::publish {

// Starts the stream, or refuses it if `admission` is an error. Returns the reactor. Sends the
// publications among the ledger's changes from position `from` on, one message at a time. A slow
// reader thus slows only its own stream and costs no memory here. Holds no thread. If workflow
// becomes unavailable, the stream stays open and resumes at the next position when workflow is
// back.
//
// `drain` and `workflow` must outlive the stream.
// Errors: that of `admission`, SHUTTING_DOWN (the server drains), CANCELLED, and those of workflow
// except PEER_UNAVAILABLE and CANCELLED.
grpc::ServerWriteReactor<v1::WatchPublicationsResponse>* StartPublicationStream(
    Result<rpc::Admission> admission, runtime::Drain& drain, rpc::Peer& workflow,
    std::int64_t from);

}  // namespace gongkai::publish
