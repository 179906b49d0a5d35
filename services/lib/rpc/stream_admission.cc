#include "services/lib/rpc/stream_admission.h"

#include <utility>

namespace gongkai::rpc {

Result<Admission> AdmitStream(Gate& gate, runtime::Streams& streams,
                              const grpc::CallbackServerContext& context, std::string_view method,
                              Status valid) {
  Result<Call> call = gate.Admit(context, method);
  if (!call) return std::move(call).error();
  Result<runtime::Streams::Slot> slot =
      valid ? streams.TryOpen(call->caller.id.text()) : std::move(valid).error();
  if (!slot) {
    LogCall(*call, slot.error());
    return std::move(slot).error();
  }
  return Admission{.call = *std::move(call), .slot = *std::move(slot), .gate = &gate};
}

}  // namespace gongkai::rpc
