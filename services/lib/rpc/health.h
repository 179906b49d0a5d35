// The health service, grpc.health.v1: reports whether this server can do its work.
#pragma once

#include <grpc/health/v1/health.grpc.pb.h>

#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <string_view>

#include "services/lib/runtime/drain.h"
#include "services/lib/runtime/growing.h"
#include "services/lib/runtime/slots.h"
#include "services/lib/runtime/streams.h"

namespace gongkai::rpc {

// Reports the health of each service. Replaces the implementation of gRPC, whose open Watch streams
// delay a shutdown until the deadline of the shutdown. The service "" stands for the whole server
// and is SERVING from the start, unless SetReady says otherwise. Thread-safe.
class Health final : public grpc::health::v1::Health::CallbackService {
 public:
  explicit Health(runtime::Drain& drain) : drain_(drain) {}

  // Sets whether a service can do its work. `service` is the full name, such as
  // "gongkai.intake.v1.IntakeService". Watchers get the change. Has no effect after Shutdown.
  void SetServing(std::string_view service, bool serving);

  // Sets whether the process has what all its services need. While `ready` is false, every service
  // is NOT_SERVING, whatever SetServing says.
  void SetReady(bool ready);

  // Sets every service to NOT_SERVING for good.
  void Shutdown();

  // Answers with the status of a service.
  // Errors: the code NOT_FOUND of gRPC (unknown service), OVERLOADED.
  // OVERLOADED means that 128 answers to one certificate, or 1024 in all, have not gone out yet.
  grpc::ServerUnaryReactor* Check(grpc::CallbackServerContext* context,
                                  const grpc::health::v1::HealthCheckRequest* request,
                                  grpc::health::v1::HealthCheckResponse* response) override;

  // Sends the current status, then the status after each change. Changes during a write become one
  // message. An unknown service is SERVICE_UNKNOWN. Everybody with a certificate may watch, even if
  // the policy does not list the identity.
  // Errors: INVALID_FIELD (a name of more than 256 bytes), TOO_MANY_STREAMS, SHUTTING_DOWN.
  // TOO_MANY_STREAMS means more than 16 of one certificate, or 256 in all. SHUTTING_DOWN comes when
  // the server drains, after NOT_SERVING has been sent.
  grpc::ServerWriteReactor<grpc::health::v1::HealthCheckResponse>* Watch(
      grpc::CallbackServerContext* context,
      const grpc::health::v1::HealthCheckRequest* request) override;

 private:
  class Checked;
  class Watcher;
  using Response = grpc::health::v1::HealthCheckResponse;

  Response::ServingStatus StatusOf(const std::string& service);

  runtime::Drain& drain_;
  runtime::Slots checks_{{.limit = 1024, .limit_per_caller = 128}};
  runtime::Streams watches_{{.limit = 256, .limit_per_caller = 16, .threads = 0}};
  std::mutex mutex_;
  std::map<std::string, bool> serving_{{"", true}};  // Guarded by mutex_.
  bool ready_ = true;                                // Guarded by mutex_.
  bool shut_down_ = false;                           // Guarded by mutex_.
  std::uint64_t change_count_ = 0;                   // Guarded by mutex_.
  runtime::GrowingValue changes_;                    // its value is change_count_
};

}  // namespace gongkai::rpc
