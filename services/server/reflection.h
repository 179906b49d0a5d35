// grpc.reflection, v1 and v1alpha: tells a client such as grpcurl which services there are and what
// their messages look like. gRPC's library serves only v1alpha, and with a thread for each stream.
#pragma once

#include <grpcpp/impl/service_type.h>
#include <grpcpp/server_builder.h>

#include <memory>
#include <string>
#include <vector>

#include "services/server/drain.h"
#include "services/server/slots.h"

namespace gongkai::server {

// Answers everybody with a certificate from the descriptors linked into the process: the contract
// is no secret. Streams end with SHUTTING_DOWN when the server drains. Errors: TOO_MANY_STREAMS
// past 8 of one certificate or 64 in all.
class Reflection {
 public:
  explicit Reflection(Drain& drain);

  // Adds both versions to a server, which must be gone before this is.
  void Register(grpc::ServerBuilder& builder);

  // The full names of the services served. Called once, before the server takes calls.
  void SetServices(std::vector<std::string> services) { services_ = std::move(services); }

 private:
  template <class Request, class Response>
  class Stream;
  template <class Api, class Request, class Response>
  class Version;

  Drain& drain_;
  Slots slots_{{.limit = 64, .limit_per_caller = 8}};
  std::vector<std::string> services_;
  const std::unique_ptr<grpc::Service> v1_;
  const std::unique_ptr<grpc::Service> v1alpha_;
};

}  // namespace gongkai::server
