// Clients of the services, by mutual TLS.
#pragma once

#include <grpcpp/channel.h>
#include <grpcpp/client_context.h>
#include <grpcpp/support/status.h>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "tests/bench/process.h"

namespace gongkai::bench {

using Channels = std::vector<std::shared_ptr<grpc::Channel>>;

// `count` connections to `service` ("workflow") at `address`, as the identity whose certificate is
// in `folder`. Waits until they stand.
Channels Connect(const std::string& address, const std::string& service,
                 const std::filesystem::path& folder, int count);

// Waits until `process` says at `address` that it is SERVING. Throws if it ends before.
void AwaitServing(Process& process, const std::string& address, const std::string& service,
                  const std::filesystem::path& folder);

// What there is to complain about: nothing if the call went well.
std::string ComplaintOf(const grpc::Status& status);

}  // namespace gongkai::bench
