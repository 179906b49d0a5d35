#include "services/lib/rpc/server_stream.h"

#include <fmt/format.h>

#include <exception>
#include <utility>

namespace gongkai::rpc {

Result<Admission> AdmitStream(Gate& gate, runtime::Streams& streams,
                              const grpc::CallbackServerContext& context, std::string_view method,
                              Status valid) {
  Result<Call> call = gate.Admit(context, method);
  if (!call) return std::move(call).error();
  Result<runtime::Streams::Slot> slot =
      valid ? streams.TryOpen(call->caller.id) : std::move(valid).error();
  if (!slot) {
    LogCall(*call, slot.error());
    return std::move(slot).error();
  }
  return Admission{.call = *std::move(call), .slot = *std::move(slot), .gate = &gate};
}

Status RunTask(const Call& call, const std::function<void()>& task) try {
  task();
  return {};
} catch (const std::exception& failure) {
  return errors::Internal(fmt::format("{}: {}", call.method, failure.what()));
}

}  // namespace gongkai::rpc
