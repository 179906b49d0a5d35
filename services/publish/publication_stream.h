// WatchPublications: each stream follows the ledger through a stream of its own.
#pragma once

#include <grpcpp/support/server_callback.h>

#include <cstdint>

#include "gongkai/publish/v1/publish_service.pb.h"
#include "services/server/call.h"
#include "services/server/drain.h"
#include "services/server/peer.h"
#include "services/server/streams.h"

namespace gongkai::publish {

// Tells the publications among the ledger's changes from `from` on, one message at a time: a slow
// reader slows its own stream in the workflow process and costs no memory here. Holds no thread.
// Where workflow goes away, the stream stays and follows on from the next position once it is back.
//
// Ends with SHUTTING_DOWN when the server drains, and with what workflow refuses `from` with.
// `drain`, `workflow` and what the slot is of must outlive the stream.
grpc::ServerWriteReactor<v1::WatchPublicationsResponse>* StartPublicationStream(
    server::Call call, server::Streams::Slot slot, server::Drain& drain, server::Peer& workflow,
    std::int64_t from);

}  // namespace gongkai::publish
