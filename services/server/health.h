// grpc.health.v1: whether this server can do its work.
#pragma once

#include <grpc/health/v1/health.grpc.pb.h>

#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <string_view>

#include "services/server/drain.h"
#include "services/server/signal.h"
#include "services/server/slots.h"

namespace gongkai::server {

// Our own in place of gRPC's, whose open Watch streams hold a shutdown up to its deadline. The
// service "" stands for the whole server and serves from the start. Thread-safe.
class Health final : public grpc::health::v1::Health::CallbackService {
 public:
  explicit Health(Drain& drain) : drain_(drain) {}

  // Says whether the service of this full name can do its work, such as
  // "gongkai.intake.v1.IntakeService"; its watchers are told. Nothing changes once draining.
  void SetServing(std::string_view service, bool serving);

  // Says whether the process has what all its services need. While it has not, each of them is
  // NOT_SERVING, whatever SetServing says of it.
  void SetReady(bool ready);

  // Turns every service to NOT_SERVING for good.
  void Shutdown();

  grpc::ServerUnaryReactor* Check(grpc::CallbackServerContext* context,
                                  const grpc::health::v1::HealthCheckRequest* request,
                                  grpc::health::v1::HealthCheckResponse* response) override;

  // Tells the status, and each change; a service that is not known is SERVICE_UNKNOWN. Everybody
  // with a certificate may watch, also where the policy does not list him. Errors: TOO_MANY_STREAMS
  // past 16 of one certificate or 256 in all; SHUTTING_DOWN when the server drains, after
  // NOT_SERVING has been told.
  grpc::ServerWriteReactor<grpc::health::v1::HealthCheckResponse>* Watch(
      grpc::CallbackServerContext* context,
      const grpc::health::v1::HealthCheckRequest* request) override;

 private:
  class Watcher;
  using Response = grpc::health::v1::HealthCheckResponse;

  Response::ServingStatus StatusOf(const std::string& service);

  Drain& drain_;
  Slots watches_{{.limit = 256, .limit_per_caller = 16}};
  std::mutex mutex_;
  std::map<std::string, bool> serving_{{"", true}};  // guarded by mutex_
  bool ready_ = true;                                // guarded by mutex_
  bool shut_down_ = false;                           // guarded by mutex_
  std::uint64_t change_count_ = 0;                   // guarded by mutex_
  Signal changes_;                                   // its value is the count
};

}  // namespace gongkai::server
