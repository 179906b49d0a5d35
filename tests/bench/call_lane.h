// One caller who makes the same unary call again and again.
#pragma once

#include <grpcpp/client_context.h>

#include <functional>
#include <optional>
#include <utility>

#include "tests/bench/connect.h"
#include "tests/bench/lane.h"

namespace gongkai::bench {

// Whether the server may answer that it is too busy for this caller.
enum class Busy : bool { kWrong, kRight };

template <class Service, class Request, class Response>
class CallLane final : public Lane {
 public:
  using Method = void (Service::Stub::async_interface::*)(grpc::ClientContext*, const Request*,
                                                          Response*,
                                                          std::function<void(grpc::Status)>);

  CallLane(const std::shared_ptr<grpc::Channel>& channel, Method method, Request request, Busy busy)
      : stub_(channel), method_(method), request_(std::move(request)), busy_(busy) {}

  void Start(Done done) override {
    context_.emplace();
    (stub_.async()->*method_)(&*context_, &request_, &response_,
                              [this, done = std::move(done)](const grpc::Status& status) {
                                const bool busy =
                                    busy_ == Busy::kRight &&
                                    status.error_code() == grpc::StatusCode::RESOURCE_EXHAUSTED;
                                done(busy ? "" : ComplaintOf(status));
                              });
  }

 private:
  typename Service::Stub stub_;
  const Method method_;
  const Request request_;
  const Busy busy_;
  std::optional<grpc::ClientContext> context_;
  Response response_;
};

// `count` of them, spread over the channels.
template <class Service, class Request, class Response>
Lanes MakeCallLanes(
    const Channels& channels,
    void (Service::Stub::async_interface::*method)(grpc::ClientContext*, const Request*, Response*,
                                                   std::function<void(grpc::Status)>),
    const Request& request, int count, Busy busy) {
  Lanes lanes;
  for (std::size_t i = 0; i < static_cast<std::size_t>(count); ++i) {
    lanes.push_back(std::make_unique<CallLane<Service, Request, Response>>(
        channels[i % channels.size()], method, request, busy));
  }
  return lanes;
}

}  // namespace gongkai::bench
