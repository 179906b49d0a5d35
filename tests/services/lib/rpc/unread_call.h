// A client that does not take its answers.
#pragma once

#include <grpcpp/completion_queue.h>
#include <grpcpp/create_channel.h>
#include <grpcpp/generic/generic_stub.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "services/lib/identity/credentials.h"
#include "tests/services/lib/rpc/test_server.h"

namespace gongkai::rpc {

// A connection of its own that lets in no byte of an answer before the answer is asked for, or
// `unasked` bytes.
inline std::shared_ptr<grpc::Channel> ReluctantChannel(const TestServer& server,
                                                       const std::string& identity,
                                                       int unasked = 0) {
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  arguments.SetInt(GRPC_ARG_HTTP2_BDP_PROBE, 0);  // or it takes the more, the faster it comes
  arguments.SetInt(GRPC_ARG_HTTP2_STREAM_LOOKAHEAD_BYTES, unasked);
  return grpc::CreateCustomChannel(
      server.address(), identity::MakeChannelCredentials(Certificates().Of(identity), "workflow"),
      arguments);
}

// A call whose answer comes, and is not read until it is asked for.
class UnreadCall {
 public:
  // `request` is the bytes of the request.
  UnreadCall(const std::shared_ptr<grpc::Channel>& channel, const std::string& method,
             const std::string& request = "")
      : stub_(channel) {
    call_ = stub_.PrepareCall(&context_, method, &queue_);
    const grpc::Slice slice(request);
    const grpc::ByteBuffer bytes(&slice, 1);
    call_->StartCall(nullptr);
    Await();
    call_->WriteLast(bytes, {}, nullptr);
    Await();
  }
  ~UnreadCall() {
    context_.TryCancel();
    queue_.Shutdown();
    void* tag = nullptr;
    bool ok = false;
    while (queue_.Next(&tag, &ok)) {
    }
  }

  void StartRead() { call_->Read(&answer_, nullptr); }
  // Returns how long the answer is, once it has been read.
  std::size_t Length() {
    Await();
    return answer_.Length();
  }

 private:
  void Await() {
    void* tag = nullptr;
    bool ok = false;
    ASSERT_TRUE(queue_.Next(&tag, &ok) && ok);
  }

  grpc::GenericStub stub_;
  grpc::ClientContext context_;
  grpc::CompletionQueue queue_;
  grpc::ByteBuffer answer_;
  std::unique_ptr<grpc::GenericClientAsyncReaderWriter> call_;
};

}  // namespace gongkai::rpc
