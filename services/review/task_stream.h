// Serves WatchTasks: tells reviewers what enters, changes and leaves their queues.
#pragma once

#include <grpcpp/support/server_callback.h>

#include "gongkai/review/v1/review_service.pb.h"
#include "gongkai/workflow/v1/workflow_service.pb.h"
#include "services/lib/rpc/peer.h"
#include "services/lib/rpc/server_stream.h"
#include "services/lib/runtime/drain.h"
#include "workflow/error/result.h"

namespace gongkai::review {

// Returns OK if the request is well formed. Errors: INVALID_FIELD.
Status CheckFields(const v1::WatchTasksRequest& request);

// Starts the stream, or refuses it if `admission` is an error. Returns the reactor. The stream is a
// rpc::ChangeStream for its caller. `request` has passed CheckFields. `drain` and `workflow` must
// outlive the stream.
// Errors: that of `admission`, ROLE_REQUIRED (the caller has not, or no more, the queue of a stage
// that `request` names), those of rpc::ChangeStream.
grpc::ServerWriteReactor<v1::WatchTasksResponse>* StartTaskStream(
    Result<rpc::Admission> admission, runtime::Drain& drain, rpc::Peer& workflow,
    const v1::WatchTasksRequest& request);

}  // namespace gongkai::review
