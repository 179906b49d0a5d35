#include "services/lib/rpc/health.h"

#include <chrono>
#include <utility>

#include "services/lib/identity/connection_owner.h"
#include "services/lib/rpc/server_stream.h"
#include "services/lib/rpc/status.h"
#include "services/lib/rpc/stream_kinds.h"
#include "workflow/error/errors.h"

namespace gongkai::rpc {

using grpc::health::v1::HealthCheckRequest;
using grpc::health::v1::HealthCheckResponse;

constexpr std::chrono::milliseconds kRetryAfter(250);
constexpr std::size_t kLongestName = 256;  // of a service that is watched

class Health::Watcher final : public WriteStream<Response> {
 public:
  Watcher(runtime::Streams::Slot slot, Health& health, std::string service)
      : WriteStream<Response>(std::move(slot)), health_(health), service_(std::move(service)) {
    WakeOn(health.changes_);
    WakeOn(health.drain_);
  }

 private:
  // A drain ends the stream only after the client has the last status, so there is no EndOn here.
  void Next() override {
    const Response::ServingStatus status = health_.StatusOf(service_);
    if (status != response_.status()) {
      response_.set_status(status);
      Write(response_);
    } else if (health_.drain_.draining()) {
      End(errors::ShuttingDown());
    }
  }

  Health& health_;
  const std::string service_;
  Response response_;  // what was sent last; UNKNOWN: nothing yet
};

// Deletes itself, and gives its slot back, when gRPC is done with the call.
class Health::Checked final : public grpc::ServerUnaryReactor {
 public:
  Checked(runtime::Slots::Slot slot, const grpc::Status& outcome) : slot_(std::move(slot)) {
    Finish(outcome);
  }

 private:
  void OnDone() override { delete this; }
  bool InternalInlineable() override { return true; }  // as UnaryReply has it

  const runtime::Slots::Slot slot_;
};

void Health::SetServing(std::string_view service, bool serving) {
  std::uint64_t change = 0;
  {
    const std::scoped_lock lock(mutex_);
    if (shut_down_) return;
    serving_[std::string(service)] = serving;
    change = ++change_count_;
  }
  changes_.Advance(change);
}

void Health::SetReady(bool ready) {
  std::uint64_t change = 0;
  {
    const std::scoped_lock lock(mutex_);
    if (std::exchange(ready_, ready) == ready) return;
    change = ++change_count_;
  }
  changes_.Advance(change);
}

void Health::Shutdown() {
  std::uint64_t change = 0;
  {
    const std::scoped_lock lock(mutex_);
    shut_down_ = true;
    change = ++change_count_;
  }
  changes_.Advance(change);
}

grpc::ServerUnaryReactor* Health::Check(grpc::CallbackServerContext* context,
                                        const HealthCheckRequest* request,
                                        HealthCheckResponse* response) {
  Result<runtime::Slots::Slot> slot = checks_.TryTake(identity::ConnectionOwner(*context));
  if (!slot) {
    grpc::ServerUnaryReactor* const reactor = context->DefaultReactor();
    reactor->Finish(ToGrpcStatus(errors::Overloaded(kRetryAfter)));
    return reactor;
  }
  response->set_status(StatusOf(request->service()));
  return new Checked(*std::move(slot),
                     response->status() == Response::SERVICE_UNKNOWN
                         ? grpc::Status(grpc::StatusCode::NOT_FOUND, "No such service.")
                         : grpc::Status::OK);
}

grpc::ServerWriteReactor<HealthCheckResponse>* Health::Watch(grpc::CallbackServerContext* context,
                                                             const HealthCheckRequest* request) {
  return StartStream<Watcher>(
      request->service().size() > kLongestName
          ? errors::InvalidField("service", {"Must have at most 256 bytes.", "最多 256 字节。"})
          : watches_.TryOpen(identity::ConnectionOwner(*context)),
      *this, request->service());
}

Health::Response::ServingStatus Health::StatusOf(const std::string& service) {
  const std::scoped_lock lock(mutex_);
  const auto found = serving_.find(service);
  if (found == serving_.end()) return Response::SERVICE_UNKNOWN;
  return found->second && ready_ && !shut_down_ ? Response::SERVING : Response::NOT_SERVING;
}

}  // namespace gongkai::rpc
