// grpc.reflection.v1: tells a client such as grpcurl which services there are and what their
// messages look like. gRPC's library itself serves only v1alpha.
#pragma once

#include <grpc/reflection/v1/reflection.grpc.pb.h>

#include <string>
#include <vector>

#include "services/server/drain.h"

namespace gongkai::server {

// Answers from the descriptors linked into the process. Streams end when the server drains.
class Reflection final : public grpc::reflection::v1::ServerReflection::CallbackService {
 public:
  explicit Reflection(Drain& drain) : drain_(drain) {}

  // The full names of the services served. Called once, before the server takes calls.
  void SetServices(std::vector<std::string> services) { services_ = std::move(services); }

  grpc::ServerBidiReactor<grpc::reflection::v1::ServerReflectionRequest,
                          grpc::reflection::v1::ServerReflectionResponse>*
  ServerReflectionInfo(grpc::CallbackServerContext* context) override;

 private:
  class Stream;

  Drain& drain_;
  std::vector<std::string> services_;
};

}  // namespace gongkai::server
