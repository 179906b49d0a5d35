// Calls written as text, for tables of requests that are to be refused; and calls made of bytes,
// for those that no client library would send.
#pragma once

#include <google/protobuf/message.h>
#include <grpcpp/channel.h>
#include <grpcpp/client_context.h>
#include <grpcpp/support/status.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "tests/e2e/cluster.h"

namespace gongkai::e2e {

// The request message of `method` ("GetReport"; no two services share a name) that `text` writes in
// protobuf's text format. Throws if it does not.
std::unique_ptr<google::protobuf::Message> RequestOf(std::string_view method,
                                                     const std::string& text);

// What answers to this method are read into.
std::unique_ptr<google::protobuf::Message> NewAnswerOf(std::string_view method);

// The bytes of that request message.
std::string RequestBytes(std::string_view method, const std::string& text);

struct Answer {
  grpc::Status status;
  std::string bytes;  // of the last message of the answer; empty: there was none
};

// Sends `messages`, which are as many as the method takes, and reads all answers.
Answer Exchange(Cluster& cluster, const std::string& who, std::string_view method,
                const std::vector<std::string>& messages,
                std::unique_ptr<grpc::ClientContext> context = Context());

// The same where only the status matters.
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
