// Calls to one service, each in the one way this client makes them: with a deadline, tried again
// where that helps, and a Failure where it does not.
#pragma once

#include <google/protobuf/repeated_ptr_field.h>
#include <grpcpp/support/sync_stream.h>

#include <algorithm>
#include <functional>
#include <memory>
#include <type_traits>

#include "services/cli/failure.h"
#include "services/cli/retry.h"
#include "services/cli/session.h"

namespace gongkai::cli {

// `Service` is a generated class such as intake::v1::IntakeService. The session must outlive it.
template <class Service>
class Client {
 public:
  using Stub = typename Service::Stub;
  template <class Request, class Response>
  using Method = grpc::Status (Stub::*)(grpc::ClientContext*, const Request&, Response*);
  template <class Request, class Response>
  using StreamMethod = std::unique_ptr<grpc::ClientReader<Response>> (Stub::*)(grpc::ClientContext*,
                                                                               const Request&);

  Client(Session& session, Peer peer)
      : connection_(session.connection),
        peer_(peer),
        stub_(Service::NewStub(connection_.ChannelTo(peer))) {}

  template <class Request, class Response>
  Response Call(Method<Request, Response> method, const std::type_identity_t<Request>& request) {
    Response response;
    Attempt(std::chrono::milliseconds(0), [&](grpc::ClientContext& context, Stub& stub) {
      return (stub.*method)(&context, request, &response);
    });
    return response;
  }

  // Hands each element of a list to `each`, page by page, up to `limit` of them; `items` takes them
  // out of a page. Answers whether there are more.
  template <class Request, class Response, class Item, class Each>
  bool List(Method<Request, Response> method, std::type_identity_t<Request> request,
            const google::protobuf::RepeatedPtrField<Item>& (Response::*items)() const, int limit,
            const Each& each) {
    constexpr int kLargestPage = 1000;
    request.set_page_size(std::min(limit, kLargestPage));
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

  // Reads an endless stream of the ledger from a position, until `each` answers false. Where the
  // server goes away, it resumes behind the position that `each` saw last.
  template <class Request, class Response, class Position, class Each>
  void Follow(StreamMethod<Request, Response> method, std::type_identity_t<Request> request,
              const Position& position, const Each& each) {
    constexpr int kAttempts = 5;
    constexpr int kAttemptsOnceSeen = 60;  // about two minutes: a restart
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
        reader->Finish();  // cancelled, as asked
        return;
      }
      const grpc::Status status = reader->Finish();
      const auto pause = backoff.Next(status);
      if (!pause) throw FromStatus(status, connection_.Describe(peer_));
      connection_.Wait(peer_, *pause);
    }
  }

  // Any call: `attempt(context, stub)` answers a status, and may run several times. It has `extra`
  // time beyond the session's.
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

}  // namespace gongkai::cli
