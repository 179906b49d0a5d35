// Calls written as text, for tables of requests that are to be refused; and calls made of bytes,
// for those that no client library would send.
#pragma once

#include <grpcpp/channel.h>
#include <grpcpp/client_context.h>
#include <grpcpp/support/status.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "tests/e2e/cluster.h"

namespace gongkai::e2e {

// The bytes of the request message of `method` ("GetReport"; no two services share a name) that
// `text` writes in protobuf's text format. Throws if it does not.
std::string RequestBytes(std::string_view method, const std::string& text);

// Sends `messages`, which are as many as the method takes, and reads all answers.
grpc::Status CallWithBytes(Cluster& cluster, const std::string& who, std::string_view method,
                           const std::vector<std::string>& messages,
                           std::unique_ptr<grpc::ClientContext> context = Context());

// The same with messages in text format.
grpc::Status CallWithText(Cluster& cluster, const std::string& who, std::string_view method,
                          const std::vector<std::string>& texts,
                          std::unique_ptr<grpc::ClientContext> context = Context());

// A context that says it acts for `person`, as only services may.
std::unique_ptr<grpc::ClientContext> ContextFor(const std::string& person);

}  // namespace gongkai::e2e
