#include "services/lib/rpc/gate.h"

#include <fmt/format.h>
#include <grpc/support/time.h>
#include <spdlog/spdlog.h>

#include <chrono>
#include <exception>
#include <optional>
#include <utility>

#include "services/lib/identity/access.h"
#include "services/lib/identity/caller.h"
#include "services/lib/identity/delegation.h"
#include "services/lib/rpc/status.h"
#include "workflow/error/errors.h"

namespace gongkai::rpc {
namespace {

using std::chrono::system_clock;

constexpr std::chrono::seconds kDefaultDeadline(30);
constexpr std::chrono::milliseconds kRetryAfter(250);

Status Run(const Gate::Work& work, const Call& call) {
  if (Status wanted = call.Wanted(); !wanted) return wanted;
  try {
    return work(call);
  } catch (const std::exception& exception) {
    return errors::Internal(fmt::format("{}: {}", call.method, exception.what()));
  }
}

// gRPC's time points end in 2262, and a later deadline would be one that is over.
system_clock::time_point DeadlineOf(const grpc::CallbackServerContext& context) {
  constexpr std::chrono::hours kAsGoodAsNone(24 * 365 * 100);
  const gpr_timespec left =
      gpr_time_sub(gpr_convert_clock_type(context.raw_deadline(), GPR_CLOCK_REALTIME),
                   gpr_now(GPR_CLOCK_REALTIME));
  if (left.tv_sec > std::chrono::seconds(kAsGoodAsNone).count()) {
    return system_clock::time_point::max();
  }
  return context.deadline();
}

// Whose certificate sent the call.
std::string_view OwnerOf(const machine::Actor& caller) {
  return caller.Sender().empty() ? std::string_view(caller.id.text()) : caller.Sender();
}

// An answer of an error alone goes out whether or not the client makes room for answers.
grpc::ServerUnaryReactor* Refuse(grpc::CallbackServerContext& context, const Error& error) {
  grpc::ServerUnaryReactor* const reactor = context.DefaultReactor();
  reactor->Finish(ToGrpcStatus(error));
  return reactor;
}

}  // namespace

grpc::ServerUnaryReactor* Gate::Unary(grpc::CallbackServerContext* context, std::string_view method,
                                      Work work, runtime::Cost cost) {
  return Start(context, Admit(*context, method),
               [&](UnaryReply& reply) { Post(reply, std::move(work), cost); });
}

grpc::ServerUnaryReactor* Gate::Change(grpc::CallbackServerContext* context,
                                       std::string_view method, bool validate_only, Work work,
                                       Refused refused, runtime::Cost cost) {
  Result<machine::Actor> caller = ReadCaller(*context);
  Status delegated = caller ? identity::CheckDelegation(*caller, method) : Status();
  if (delegated) {
    return Start(context, Admit(*context, method, std::move(caller)), [&](UnaryReply& reply) {
      Status counted = validate_only ? Status() : CountChange(reply.call());
      if (!counted) return reply.Finish(counted);
      Post(reply, std::move(work), cost);
    });
  }
  const auto record = [refusal = std::move(delegated).error(), refused = std::move(refused)](
                          const Call& call) -> Status { return refused(call, refusal); };
  return Start(context, Enter(*context, method, *std::move(caller)),
               [&](UnaryReply& reply) { Post(reply, record, cost); });
}

void Gate::Post(UnaryReply& reply, Work work, runtime::Cost cost) {
  const bool posted =
      executor_.TryPost(reply.call().caller.id.text(), cost,
                        [&reply, work = std::move(work)](runtime::Executor::Place place) {
                          reply.Finish(Run(work, reply.call()), std::move(place));
                        });
  if (!posted) reply.Finish(errors::Overloaded(kRetryAfter));
}

grpc::ServerUnaryReactor* Gate::UnaryAsync(grpc::CallbackServerContext* context,
                                           std::string_view method,
                                           const std::function<void(UnaryReply&)>& start) {
  return Start(context, Admit(*context, method), start);
}

grpc::ServerUnaryReactor* Gate::Start(grpc::CallbackServerContext* context, Result<Call> call,
                                      const std::function<void(UnaryReply&)>& start) {
  if (!call) return Refuse(*context, call.error());
  Result<runtime::Slots::Slot> slot = open_.TryTake(OwnerOf(call->caller));
  if (!slot) {
    const Error overloaded = errors::Overloaded(kRetryAfter);
    LogCall(*call, overloaded);
    return Refuse(*context, overloaded);
  }
  if (call->deadline == system_clock::time_point::max()) {
    call->deadline = system_clock::now() + kDefaultDeadline;
  }
  auto* const reply = new UnaryReply(*std::move(call), *std::move(slot));
  start(*reply);  // may end the call, but gRPC deletes the reply only after it has been returned
  return reply;
}

Result<Call> Gate::Admit(const grpc::CallbackServerContext& context, std::string_view method) {
  return Admit(context, method, ReadCaller(context));
}

Result<Call> Gate::Admit(const grpc::CallbackServerContext& context, std::string_view method,
                         Result<machine::Actor> caller) {
  Result<Call> call = TryAdmit(context, method, std::move(caller));
  if (!call && call.error().reason == Reason::kAssertionNotAllowed) {
    identity::LogRefusedAssertion(method, call.error());
  } else if (!call) {
    spdlog::info("{} {} refused: {}", method, context.peer(), InfoOf(call.error().reason).name);
  }
  return call;
}

Result<Call> Gate::TryAdmit(const grpc::CallbackServerContext& context, std::string_view method,
                            Result<machine::Actor> caller) {
  if (!caller) return std::move(caller).error();
  if (Status access = identity::CheckAccess(*caller, method); !access)
    return std::move(access).error();
  return Enter(context, method, *std::move(caller));
}

Result<machine::Actor> Gate::AdmitAgain(const Call& call) const {
  Result<machine::Actor> caller = ReadCaller(*call.context);
  if (!caller) return caller;
  if (Status access = identity::CheckAccess(*caller, call.method); !access) {
    return std::move(access).error();
  }
  return caller;
}

Result<machine::Actor> Gate::ReadCaller(const grpc::CallbackServerContext& context) const {
  return identity::ReadCaller(context, *policy_.current(), local_);
}

Result<Call> Gate::Enter(const grpc::CallbackServerContext& context, std::string_view method,
                         machine::Actor caller) {
  std::optional<runtime::Drain::InFlight> in_flight = drain_.TryEnter();
  if (!in_flight) return errors::ShuttingDown();
  return Call{.method = method,
              .caller = std::move(caller),
              .deadline = DeadlineOf(context),
              .context = &context,
              .start = std::chrono::steady_clock::now(),
              .in_flight = *std::move(in_flight)};
}

}  // namespace gongkai::rpc
