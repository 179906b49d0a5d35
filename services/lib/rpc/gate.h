// The gate, which every call passes before anything is done for the call.
#pragma once

#include <grpcpp/support/server_callback.h>

#include <functional>
#include <string_view>
#include <utility>

#include "services/lib/identity/change_quota.h"
#include "services/lib/identity/local_token.h"
#include "services/lib/identity/policy_file.h"
#include "services/lib/rpc/call.h"
#include "services/lib/rpc/unary_reply.h"
#include "services/lib/runtime/drain.h"
#include "services/lib/runtime/executor.h"
#include "services/lib/runtime/growing.h"
#include "services/lib/runtime/slots.h"
#include "workflow/error/result.h"
#include "workflow/machine/actor.h"

namespace gongkai::rpc {

// Admits or refuses each call, and runs the handler of an admitted call. The gate determines who
// calls, whether the caller may call the method, and whether the server takes calls. One per
// service. The arguments of the constructor must outlive this. Thread-safe.
//
// `method` is the full name, "/gongkai.intake.v1.IntakeService/GetReport", of static lifetime.
//
//   grpc::ServerUnaryReactor* GetReport(grpc::CallbackServerContext* context,
//                                       const v1::GetReportRequest* request,
//                                       v1::Report* response) override {
//     return gate_.Unary(context, kGetReport, [=, this](const Call& call) {
//       return reports_.Get(call.caller, *request, *response);
//     });
//   }
class Gate {
 public:
  // Does the work of an admitted call. Returns how the call ends.
  using Work = std::function<Status(const Call&)>;
  // Records an attempt that was refused with this error. Returns the error to answer.
  using Refused = std::function<Error(const Call&, Error)>;

  // `local` is the token of callers in this process, or null if there are none.
  Gate(const identity::PolicyFile& policy, const identity::LocalToken* local,
       runtime::Executor& executor, runtime::Drain& drain, identity::ChangeQuota& changes)
      : policy_(policy), local_(local), executor_(executor), drain_(drain), changes_(changes) {}

  // Runs `work`, which may block, on the executor, and ends the call with the result. Does not
  // start `work` if the client no longer waits. An exception from `work` is logged and becomes
  // INTERNAL.
  // Errors: those of Admit, OVERLOADED, DEADLINE_EXCEEDED, CANCELLED, INTERNAL, those of `work`.
  // OVERLOADED means that too much work waits, of this caller or in all. OVERLOADED also means that
  // too many calls are open. A call is open until its answer has gone out, however slowly the
  // client reads. 4,096 calls may be open, and the calls of one certificate only while they are
  // fewer than the calls that are left (see Slots::TryTake).
  grpc::ServerUnaryReactor* Unary(grpc::CallbackServerContext* context, std::string_view method,
                                  Work work, runtime::Cost cost = runtime::Cost::kSmall);

  // Runs `work` as Unary does, for a change of a report. A change counts against the quota of its
  // person, unless the change is only checked (`validate_only`). A change past the quota is refused
  // before anything is done. A call that CheckDelegation refuses is an attempt on the report. For
  // such a call, `refused` runs on the executor with that refusal in place of `work`. `refused` may
  // block.
  // Errors: those of Unary, QUOTA_EXCEEDED, those of `refused`.
  grpc::ServerUnaryReactor* Change(grpc::CallbackServerContext* context, std::string_view method,
                                   bool validate_only, Work work, Refused refused,
                                   runtime::Cost cost = runtime::Cost::kSmall);

  // Admits a call whose handler is asynchronous. Calls `start`, which must not block, unless the
  // call is refused. `start`, or the code that gets the reply from `start`, must finish the reply.
  // Errors: those of Admit, OVERLOADED (too many calls are open).
  grpc::ServerUnaryReactor* UnaryAsync(grpc::CallbackServerContext* context,
                                       std::string_view method,
                                       const std::function<void(UnaryReply&)>& start);

  // Returns the admitted call of a stream. A stream has no deadline unless its client sets one. A
  // unary call without a deadline gets one of 30 s (in Unary, Change and UnaryAsync).
  // Errors: NO_IDENTITY, UNKNOWN_CALLER, SERVICE_ONLY, INVALID_FIELD (those of ReadCaller);
  // ASSERTION_NOT_ALLOWED, ROLE_REQUIRED, INTERNAL (those of CheckAccess); SHUTTING_DOWN.
  Result<Call> Admit(const grpc::CallbackServerContext& context, std::string_view method);

  // Returns the caller of an admitted call as the policy in force now has him, for a call that
  // lasts: what the policy takes away must not go on until the call ends.
  // Errors: those of Admit, except SHUTTING_DOWN.
  Result<machine::Actor> AdmitAgain(const Call& call) const;

  // Calls `changed` after each change of the policy in force, by the rules of
  // GrowingValue::Subscribe.
  runtime::GrowingValue::Subscription OnPolicyChange(runtime::GrowingValue::Wake changed) const {
    return policy_.OnChange(std::move(changed));
  }

  // Counts a change that does not come through Change. Errors: QUOTA_EXCEEDED.
  Status CountChange(const Call& call) { return changes_.Count(call.caller); }

  runtime::Drain& drain() { return drain_; }

 private:
  // Admits a caller that has been read already, and logs a refusal.
  Result<Call> Admit(const grpc::CallbackServerContext& context, std::string_view method,
                     Result<machine::Actor> caller);
  Result<Call> TryAdmit(const grpc::CallbackServerContext& context, std::string_view method,
                        Result<machine::Actor> caller);
  // Reads the caller, by the policy in force now. Errors: those of ReadCaller.
  Result<machine::Actor> ReadCaller(const grpc::CallbackServerContext& context) const;
  // Enters the drain without a check of rights. Errors: SHUTTING_DOWN.
  Result<Call> Enter(const grpc::CallbackServerContext& context, std::string_view method,
                     machine::Actor caller);
  grpc::ServerUnaryReactor* Start(grpc::CallbackServerContext* context, Result<Call> call,
                                  const std::function<void(UnaryReply&)>& start);
  // Runs `work` on the executor and finishes `reply` with the result. Errors: OVERLOADED.
  void Post(UnaryReply& reply, Work work, runtime::Cost cost);

  static constexpr runtime::Slots::Options kOpenCalls{.limit = 4096, .limit_per_caller = 4096};

  const identity::PolicyFile& policy_;
  const identity::LocalToken* const local_;
  runtime::Executor& executor_;
  runtime::Drain& drain_;
  identity::ChangeQuota& changes_;
  runtime::Slots open_{kOpenCalls};  // by certificate
};

}  // namespace gongkai::rpc
