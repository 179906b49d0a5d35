#include "services/lib/rpc/health.h"

#include <chrono>
#include <utility>

#include "services/lib/identity/connection_owner.h"
#include "services/lib/rpc/refused_stream.h"
#include "services/lib/rpc/status.h"
#include "workflow/error/errors.h"

namespace gongkai::rpc {

using grpc::health::v1::HealthCheckRequest;
using grpc::health::v1::HealthCheckResponse;

constexpr std::chrono::milliseconds kRetryAfter(250);
constexpr std::size_t kLongestName = 256;  // of a service that is watched

// Deletes itself. The wake functions and gRPC's reactions all end in Step, which does the one thing
// that is next; a subscription ends only after its wake function has returned, and gRPC is done
// only after its reactions have, so none of them meets a deleted watcher.
class Health::Watcher final : public grpc::ServerWriteReactor<Response> {
 public:
  Watcher(Health& health, runtime::Slots::Slot slot, std::string service)
      : health_(health),
        slot_(std::move(slot)),
        service_(std::move(service)),
        changes_(health.changes_.Subscribe([this] { Step(); })),
        drain_(health.drain_.OnBegin([this] { Step(); })) {
    Step();
  }

 private:
  void Step() {
    const std::scoped_lock lock(mutex_);
    if (writing_ || finished_) return;
    const Response::ServingStatus status = health_.StatusOf(service_);
    if (!gone_ && status != response_.status()) {
      writing_ = true;
      response_.set_status(status);
      StartWrite(&response_);
    } else if (gone_ || health_.drain_.draining()) {
      finished_ = true;
      Finish(ToGrpcStatus(gone_ ? errors::Cancelled() : errors::ShuttingDown()));
    }
  }

  void OnWriteDone(bool ok) override {
    {
      const std::scoped_lock lock(mutex_);
      writing_ = false;
      gone_ = gone_ || !ok;
    }
    Step();
  }

  void OnCancel() override {
    {
      const std::scoped_lock lock(mutex_);
      gone_ = true;
    }
    Step();
  }

  void OnDone() override { delete this; }

  Health& health_;
  const runtime::Slots::Slot slot_;
  const std::string service_;
  std::mutex mutex_;
  Response response_;     // what was told last; UNKNOWN: nothing yet
  bool writing_ = false;  // guarded by mutex_, as all of these
  bool gone_ = false;     // nobody listens any more
  bool finished_ = false;
  runtime::Signal::Subscription changes_;  // last: they use all of the above
  runtime::Signal::Subscription drain_;
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
  if (request->service().size() > kLongestName) {
    return new RefusedStream<grpc::ServerWriteReactor<HealthCheckResponse>>(
        errors::InvalidField("service", "Must have at most 256 bytes."));
  }
  Result<runtime::Slots::Slot> slot = watches_.TryTake(identity::ConnectionOwner(*context));
  if (!slot) return new RefusedStream<grpc::ServerWriteReactor<HealthCheckResponse>>(slot.error());
  return new Watcher(*this, *std::move(slot), request->service());
}

Health::Response::ServingStatus Health::StatusOf(const std::string& service) {
  const std::scoped_lock lock(mutex_);
  const auto found = serving_.find(service);
  if (found == serving_.end()) return Response::SERVICE_UNKNOWN;
  return found->second && ready_ && !shut_down_ ? Response::SERVING : Response::NOT_SERVING;
}

}  // namespace gongkai::rpc
