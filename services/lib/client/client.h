// Calls one service. Each call has a deadline (except streams), is retried where a retry helps, and
// ends with a CallFailure otherwise.
#pragma once

#include <google/protobuf/repeated_ptr_field.h>
#include <grpcpp/support/sync_stream.h>

#include <algorithm>
#include <functional>
#include <memory>
#include <type_traits>

#include "services/lib/catalog/limits.h"
#include "services/lib/client/connection.h"
#include "services/lib/client/failure.h"
#include "services/lib/client/retry.h"

namespace gongkai::client {

// Calls the methods of one service. `Service` is a generated class, such as
// intake::v1::IntakeService. Each function throws a CallFailure if the call fails. One
// thread at a time. `connection` must outlive this.
//
//   Client<intake::v1::IntakeService> intake(connection, Peer::kIntake);
//   intake::v1::GetReportRequest request;
//   request.set_name("reports/annual-2021");
//   const auto report = intake.Call(&intake::v1::IntakeService::Stub::GetReport, request);
template <class Service>
class Client {
 public:
  using Stub = typename Service::Stub;
  template <class Request, class Response>
  using Method = grpc::Status (Stub::*)(grpc::ClientContext*, const Request&, Response*);
  template <class Request, class Response>
  using StreamMethod = std::unique_ptr<grpc::ClientReader<Response>> (Stub::*)(grpc::ClientContext*,
                                                                               const Request&);

  // Throws SettingMissing as Connection::ChannelTo does.
  Client(Connection& connection, Peer peer)
      : connection_(connection),
        peer_(peer),
        stub_(Service::NewStub(connection_.ChannelTo(peer))) {}

  // Calls a unary method and returns its response.
  template <class Request, class Response>
  Response Call(Method<Request, Response> method, const std::type_identity_t<Request>& request) {
    Response response;
    Attempt(std::chrono::milliseconds(0), [&](grpc::ClientContext& context, Stub& stub) {
      return (stub.*method)(&context, request, &response);
    });
    return response;
  }

  // Lists up to `limit` elements, page by page, and calls `each` with each one. `items` is the
  // accessor of the elements in a page. Returns true if there are more elements than `limit`.
  template <class Request, class Response, class Item, class Each>
  bool List(Method<Request, Response> method, std::type_identity_t<Request> request,
            const google::protobuf::RepeatedPtrField<Item>& (Response::*items)() const, int limit,
            const Each& each) {
    request.set_page_size(std::min(limit, limits::kLargestPage));
    while (true) {
      const Response page = Call(method, request);
      for (const Item& item : (page.*items)()) {
        if (limit-- <= 0) return true;
        each(item);
      }
      if (limit <= 0 || page.next_page_token().empty()) return !page.next_page_token().empty();
      request.set_page_token(page.next_page_token());
    }
  }

  // Reads an endless stream of the ledger from the position in `request`, and calls `each` with
  // each response until `each` returns false. `position` returns the position of a response. If the
  // server becomes unavailable, retries with backoff from the position after the last one that
  // `each` has seen. Has no deadline.
  template <class Request, class Response, class Position, class Each>
  void Follow(StreamMethod<Request, Response> method, std::type_identity_t<Request> request,
              const Position& position, const Each& each) {
    constexpr int kAttempts = 5;
    constexpr int kAttemptsOnceSeen = 60;  // about two minutes: enough for a restart
    Backoff backoff(kAttempts);
    while (true) {
      grpc::ClientContext context;
      const auto reader = ((*stub_).*method)(&context, request);
      Response response;
      while (reader->Read(&response)) {
        request.set_from_position(std::invoke(position, response) + 1);
        backoff = Backoff(kAttemptsOnceSeen);
        if (each(response)) continue;
        context.TryCancel();
        reader->Finish();  // returns CANCELLED, as expected
        return;
      }
      grpc::Status status = reader->Finish();
      if (status.ok()) status = {grpc::StatusCode::UNKNOWN, "ended a stream that has no end"};
      const auto pause = backoff.Next(status);
      if (!pause) throw FromStatus(status, connection_.Describe(peer_));
      connection_.Wait(peer_, *pause);
    }
  }

  // Makes any other call. `attempt(context, stub)` returns a grpc::Status and may run several
  // times. The deadline is the session's timeout plus `extra`.
  template <class Body>
  void Attempt(std::chrono::milliseconds extra, const Body& attempt) {
    const grpc::Status status = Retry(
        connection_.Deadline() + extra,
        [&](grpc::ClientContext& context) { return attempt(context, *stub_); },
        [this](std::chrono::milliseconds pause) { connection_.Wait(peer_, pause); });
    if (!status.ok()) throw FromStatus(status, connection_.Describe(peer_));
  }

 private:
  Connection& connection_;
  const Peer peer_;
  const std::unique_ptr<Stub> stub_;
};

}  // namespace gongkai::client
