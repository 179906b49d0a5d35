// Serves WatchReports: tells a department what happens to its reports.
#pragma once

#include <grpcpp/support/server_callback.h>

#include "gongkai/intake/v1/intake_service.pb.h"
#include "services/lib/rpc/peer.h"
#include "services/lib/rpc/server_stream.h"
#include "services/lib/runtime/drain.h"
#include "workflow/error/result.h"

namespace gongkai::intake {

// Returns OK if the request is well formed. Errors: INVALID_FIELD.
Status CheckFields(const v1::WatchReportsRequest& request);

// Starts the stream, or refuses it if `admission` is an error. Returns the reactor. The stream is a
// rpc::ChangeStream for its caller. `request` has passed CheckFields. `drain` and `workflow` must
// outlive the stream.
// Errors: that of `admission`, those of rpc::ChangeStream.
grpc::ServerWriteReactor<v1::WatchReportsResponse>* StartReportWatch(
    Result<rpc::Admission> admission, runtime::Drain& drain, rpc::Peer& workflow,
    const v1::WatchReportsRequest& request);

}  // namespace gongkai::intake
