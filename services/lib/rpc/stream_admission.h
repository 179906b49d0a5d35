// Admits streams: by the gate, as every call, and to a slot, which a stream holds until its end.
#pragma once

#include <grpcpp/server_context.h>

#include <string_view>

#include "services/lib/rpc/call.h"
#include "services/lib/rpc/gate.h"
#include "services/lib/runtime/streams.h"
#include "workflow/error/result.h"

namespace gongkai::rpc {

// What an admitted stream holds until its end.
struct Admission {
  Call call;
  runtime::Streams::Slot slot;
  const Gate* gate;  // that has admitted it
};

// Admits a stream and takes a slot for the stream. Logs the call if the stream is refused after the
// gate has admitted the call. `valid` is what the handler says about the request; a stream whose
// request is not valid takes no slot. `gate` and `streams` must outlive the stream.
// Errors: those of Gate::Admit, that of `valid`, TOO_MANY_STREAMS.
Result<Admission> AdmitStream(Gate& gate, runtime::Streams& streams,
                              const grpc::CallbackServerContext& context, std::string_view method,
                              Status valid = {});

}  // namespace gongkai::rpc
