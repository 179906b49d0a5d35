// The one place where every call passes before anything is done for it.
#pragma once

#include <grpcpp/support/server_callback.h>

#include <functional>
#include <string_view>

#include "services/server/call.h"
#include "services/server/caller.h"
#include "services/server/change_quota.h"
#include "services/server/drain.h"
#include "services/server/executor.h"
#include "services/server/policy_file.h"
#include "services/server/unary_reply.h"
#include "workflow/error/result.h"

namespace gongkai::server {

// Says who calls, whether they may call this method, and whether the server takes calls. One a
// service. Safe to use from any thread; what it is made of must outlive it.
//
// `method` is the full name, "/gongkai.intake.v1.IntakeService/GetReport", of static lifetime.
//
//   grpc::ServerUnaryReactor* GetReport(grpc::CallbackServerContext* context,
//                                       const v1::GetReportRequest* request,
//                                       v1::Report* response) override {
//     return gate_.Unary(context, kGetReport, [=, this](const server::Call& call) {
//       return reports_.Get(call.caller, *request, *response);
//     });
//   }
class Gate {
 public:
  using Work = std::function<Status(const Call&)>;
  // Has an attempt recorded that was refused with this error; returns what to answer.
  using Refused = std::function<Error(const Call&, Error)>;

  // `local` is the token of callers in this process; null where there are none.
  Gate(const PolicyFile& policy, const LocalToken* local, Executor& executor, Drain& drain,
       ChangeQuota& changes)
      : policy_(policy), local_(local), executor_(executor), drain_(drain), changes_(changes) {}

  // Runs `work`, which may block, on the executor and ends the call with its answer. Refuses with
  // OVERLOADED when too much waits, of this caller or in all; does not start what nobody waits for
  // any more. An exception from `work` is logged and becomes INTERNAL.
  grpc::ServerUnaryReactor* Unary(grpc::CallbackServerContext* context, std::string_view method,
                                  Work work, Cost cost = Cost::kSmall);

  // The same for a change of a report. A change counts against its person's quota, unless it is
  // only to be checked (`validate_only`): past the quota it is refused with QUOTA_EXCEEDED before
  // anything is done. A call that CheckDelegation refuses is an attempt on the report: runs
  // `refused`, which may block, on the executor with that refusal in place of `work`.
  grpc::ServerUnaryReactor* Change(grpc::CallbackServerContext* context, std::string_view method,
                                   bool validate_only, Work work, Refused refused,
                                   Cost cost = Cost::kSmall);

  // For a handler that is asynchronous itself. Unless the call is refused, calls `start`, which
  // must not block; it, or whom it hands the reply to, finishes the reply.
  grpc::ServerUnaryReactor* UnaryAsync(grpc::CallbackServerContext* context,
                                       std::string_view method,
                                       const std::function<void(UnaryReply&)>& start);

  // For streams. Errors: NO_IDENTITY, UNKNOWN_CALLER, what CheckAccess refuses with, SHUTTING_DOWN.
  // A unary call without a deadline gets one of 30 s; a stream has none unless its caller sets one.
  Result<Call> Admit(const grpc::CallbackServerContext& context, std::string_view method);

  // Counts a change that does not come by Change. Errors: QUOTA_EXCEEDED.
  Status CountChange(const Call& call) { return changes_.Count(call.caller); }

  Drain& drain() { return drain_; }

 private:
  // The same for who has been read already.
  Result<Call> Admit(const grpc::CallbackServerContext& context, std::string_view method,
                     Result<Caller> caller);
  Result<Call> TryAdmit(const grpc::CallbackServerContext& context, std::string_view method,
                        Result<Caller> caller);
  // Without asking for rights.
  Result<Call> Enter(const grpc::CallbackServerContext& context, std::string_view method,
                     Caller caller);
  grpc::ServerUnaryReactor* Start(grpc::CallbackServerContext* context, Result<Call> call,
                                  Cost cost, const std::function<void(UnaryReply&)>& start);
  // Runs `work` on the executor and gives its answer.
  void Post(UnaryReply& reply, Work work, Cost cost);

  const PolicyFile& policy_;
  const LocalToken* const local_;
  Executor& executor_;
  Drain& drain_;
  ChangeQuota& changes_;
};

}  // namespace gongkai::server
