// Clients of the streams that tell of the ledger's changes, WatchTasks and WatchReports.
#pragma once

#include <grpcpp/grpcpp.h>

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "services/lib/rpc/status.h"
#include "workflow/error/errors.h"

namespace gongkai::all {

// A stream of a service, as a desk or a bot has it.
template <class Stub, class Request, class Response>
class Watcher {
 public:
  using Method = std::unique_ptr<grpc::ClientReader<Response>> (Stub::*)(grpc::ClientContext*,
                                                                         const Request&);

  Watcher(const std::shared_ptr<grpc::Channel>& channel, Method method, const Request& request)
      : stub_(channel) {
    context_.set_deadline(std::chrono::system_clock::now() +
                          std::chrono::minutes(4));  // only a broken program needs it
    context_.set_wait_for_ready(true);
    reader_ = (stub_.*method)(&context_, request);
  }
  ~Watcher() {
    if (!reader_) return;
    Cancel();
    End();
  }
  Watcher(const Watcher&) = delete;
  Watcher& operator=(const Watcher&) = delete;

  // Waits for the next message; nothing when the stream has ended.
  std::optional<Response> Read() {
    Response message;
    if (!reader_->Read(&message)) return std::nullopt;
    next_position_ = message.next_position();
    return message;
  }

  // Waits for the next change; passes over messages without one.
  std::optional<Response> Next() {
    auto message = Read();
    while (message && !message->has_position()) message = Read();
    return message;
  }

  // Reads up to the message without a change that says that all which was there has come. Returns
  // what `tell` says of each change before it.
  template <class Tell>
  auto AllThatIsThere(const Tell& tell) {
    std::vector<std::string> told;
    for (auto message = Read(); message && message->has_position(); message = Read()) {
      told.push_back(tell(*message));
    }
    return told;
  }

  // From where the stream is resumed.
  std::int64_t next_position() const { return next_position_; }

  void Cancel() { context_.TryCancel(); }

  // Reads what is left and answers why the stream has ended.
  Error End() {
    while (Read()) {
    }
    return rpc::FromGrpcStatus(std::exchange(reader_, nullptr)->Finish(), "the server");
  }

 private:
  grpc::ClientContext context_;
  Stub stub_;
  std::unique_ptr<grpc::ClientReader<Response>> reader_;
  std::int64_t next_position_ = -1;
};

}  // namespace gongkai::all
