// A call that has passed the gate: the method, the caller and the deadline.
#pragma once

#include <grpcpp/server_context.h>

#include <chrono>
#include <string_view>

#include "services/lib/runtime/drain.h"
#include "workflow/error/result.h"
#include "workflow/machine/actor.h"

namespace gongkai::rpc {

// Gives a handler the facts of its call. Must not outlive the reactor of the call. The caller of
// a unary call stays the same; that of a stream is read anew before each task of the stream.
// cancelled() and expired() are thread-safe.
struct Call {
  std::string_view method;  // "/gongkai.intake.v1.IntakeService/GetReport"
  machine::Actor caller;
  std::chrono::system_clock::time_point deadline;  // time_point::max(): none, for streams only
  const grpc::CallbackServerContext* context;
  std::chrono::steady_clock::time_point start;
  runtime::Drain::InFlight in_flight;  // the drain waits for this

  bool cancelled() const { return context->IsCancelled(); }
  bool expired() const { return std::chrono::system_clock::now() >= deadline; }

  // Returns OK while the client waits for the answer. Errors: DEADLINE_EXCEEDED, CANCELLED.
  Status Wanted() const;
};

// Writes one line about a call that has ended to the access log: method, caller, `via`, reason and
// time, but no content. Must be called once for each admitted call.
//
// The level is debug for OK, info for a refusal, and error for damaged data (DATA_LOSS). For
// damaged data, the line also holds the message. A refusal with ASSERTION_NOT_ALLOWED is also
// counted and logged by LogRefusedAssertion.
void LogCall(const Call& call, const Status& outcome);

}  // namespace gongkai::rpc
