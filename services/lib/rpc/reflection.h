// The reflection service, grpc.reflection v1 and v1alpha: shows a client such as grpcurl which
// services exist and what their messages look like. The library of gRPC serves only v1alpha, and
// with one thread for each stream.
#pragma once

#include <grpcpp/impl/service_type.h>
#include <grpcpp/server_builder.h>

#include <memory>
#include <string>
#include <vector>

#include "services/lib/runtime/drain.h"
#include "services/lib/runtime/streams.h"

namespace gongkai::rpc {

// Answers reflection requests from the contract, comments included, so that `grpcurl describe` shows
// the documentation. Everybody with a certificate may ask, because the contract is no secret.
// Errors of a stream: TOO_MANY_STREAMS (more than 8 of one certificate, or 64 in all),
// SHUTTING_DOWN (the server drains).
class Reflection {
 public:
  // `drain` must outlive this.
  explicit Reflection(runtime::Drain& drain);

  // Adds both versions to a server. This must outlive the server.
  void Register(grpc::ServerBuilder& builder);

  // Sets the full names of the services that the server serves. Must be called once, before the
  // server takes calls.
  void SetServices(std::vector<std::string> services) { services_ = std::move(services); }

 private:
  template <class Request, class Response>
  class Stream;
  template <class Api, class Request, class Response>
  class Version;

  runtime::Drain& drain_;
  runtime::Streams streams_{{.limit = 64, .limit_per_caller = 8, .threads = 0}};
  std::vector<std::string> services_;
  const std::unique_ptr<grpc::Service> v1_;
  const std::unique_ptr<grpc::Service> v1alpha_;
};

}  // namespace gongkai::rpc
