// One call that has passed the gate: who called what, and how long the answer is wanted.
#pragma once

#include <grpcpp/server_context.h>

#include <chrono>
#include <string_view>

#include "services/server/caller.h"
#include "services/server/drain.h"
#include "workflow/error/result.h"

namespace gongkai::server {

// Lives no longer than the call's reactor. The caller is the same throughout; cancelled and expired
// may be asked from any thread.
struct Call {
  std::string_view method;  // "/gongkai.intake.v1.IntakeService/GetReport"
  Caller caller;
  std::chrono::system_clock::time_point deadline;
  const grpc::CallbackServerContext* context;
  std::chrono::steady_clock::time_point start;
  Drain::InFlight in_flight;

  bool cancelled() const { return context->IsCancelled(); }
  bool expired() const { return std::chrono::system_clock::now() >= deadline; }

  // Whether anybody still waits for the answer: DEADLINE_EXCEEDED or CANCELLED if not.
  Status Wanted() const;
};

// The access log's line of a call that has ended: method, caller with the way taken, reason and
// time, nothing of the content. Each admitted call has one.
void LogCall(const Call& call, const Status& outcome);

}  // namespace gongkai::server
