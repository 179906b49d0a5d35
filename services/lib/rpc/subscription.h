// Follows a growing sequence of a peer, and goes on after interruptions.
#pragma once

#include <grpcpp/alarm.h>
#include <grpcpp/client_context.h>
#include <grpcpp/support/client_callback.h>
#include <grpcpp/support/status.h>

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <random>
#include <string_view>
#include <utility>

#include "services/lib/rpc/peer.h"
#include "workflow/error/errors.h"
#include "workflow/error/result.h"
#include "workflow/machine/actor.h"

namespace gongkai::rpc {

// Says how long to pause before each attempt to resume. The first pause is at most 250 ms, each
// later pause at most twice as long as the one before, and none is longer than 2 s. A pause has a
// random length of at least half of what it may have, so that subscribers whom one interruption has
// met do not come back all at once. Not thread-safe.
class ResumePauses {
 public:
  // Returns the next pause.
  std::chrono::milliseconds Next();
  // Begins with a short pause again.
  void Reset() { longest_ = kFirst; }

 private:
  static constexpr std::chrono::milliseconds kFirst{250};
  static constexpr std::chrono::milliseconds kLast{2000};

  std::chrono::milliseconds longest_ = kFirst;  // of the next pause
  std::minstd_rand random_{std::random_device{}()};
};

// Returns the error with which a subscription ends after `peer` has ended its call with `status`, or
// nothing if that was an interruption. Interruptions are: the peer is away or stops
// (PEER_UNAVAILABLE), the call was cut off (CANCELLED), a sequence that has no end has ended (OK).
std::optional<Error> EndOfSubscription(const grpc::Status& status, std::string_view peer);

// Follows the growing sequence of a peer, one item at a time, through a server-streaming method such
// as WatchChanges. When the call is interrupted, pauses (see ResumePauses), and calls the peer again
// from the position after the last item, so no item is missing and none comes twice. Between two
// items the call stays open, and the peer sends no more than the transport takes. Holds no thread.
//
// `Stub` is the generated stub of the service. `Request` has a field from_position. A request that
// asks for new items only (`new_only`) asks so until the first item has come, and from then on by
// position.
//
//   using Changes = Subscription<v1::WorkflowService::Stub, v1::WatchChangesRequest,
//                                v1::WatchChangesResponse>;
//   Changes changes(workflow, &v1::WorkflowService::Stub::async_interface::WatchChanges, request,
//                   [](const v1::WatchChangesResponse& change) { return change.position(); });
//
//   void Read() {
//     changes.Next([this](Result<v1::WatchChangesResponse> change) {
//       if (!change) return OnEnd(change.error());  // the last answer
//       Handle(*change);
//       Read();
//     });
//   }
//
//   changes.HangUp();  // from any thread; OnEnd(CANCELLED) follows
//
// The end. An error is the last answer: the answer of the peer that is no interruption, or
// CANCELLED after HangUp. Once an error is given as an answer, neither the peer nor its channel is
// used any more. `peer` must live until then. This may be destroyed before the first Next, and from
// the last answer on, also by that answer.
//
// Thread-safe, but only one Next at a time.
template <class Stub, class Request, class Response>
class Subscription {
 public:
  using Method = void (Stub::async_interface::*)(grpc::ClientContext*, const Request*,
                                                 grpc::ClientReadReactor<Response>*);
  // Returns the position of an item in the sequence: the next one is where the subscription
  // resumes.
  using Position = std::int64_t (*)(const Response&);
  using Answer = std::function<void(Result<Response>)>;

  // The first item is that at the from_position of `request`. Calls nobody before the first Next.
  // The peer sees `caller`, as Peer::NewContext says; without one, it sees this service itself.
  Subscription(Peer& peer, Method method, Request request, Position position,
               std::optional<machine::Actor> caller = {})
      : peer_(peer),
        method_(method),
        position_(position),
        caller_(std::move(caller)),
        request_(std::move(request)) {}

  Subscription(const Subscription&) = delete;
  Subscription& operator=(const Subscription&) = delete;

  // Reads the next item. Calls `answer` once: with the item when it comes, or with the error that
  // ends the subscription. Never calls `answer` on this thread before Next returns. `answer` runs
  // on a thread of gRPC and must not block; `answer` may call Next. Must not be called before the
  // answer to an earlier Next, nor after an error.
  // Errors: CANCELLED (after HangUp), those of FromPeer except PEER_UNAVAILABLE.
  void Next(Answer answer) {
    const std::scoped_lock lock(mutex_);
    answer_ = std::move(answer);
    Continue();
  }

  // Ends the subscription: the present or next answer is CANCELLED, after at most one item that
  // came before. Does not wait for the end. Idempotent.
  void HangUp() {
    const std::scoped_lock lock(mutex_);
    hung_up_ = true;
    if (pause_) return pause_->Cancel();
    if (!call_) return;
    answer_ ? call_->Cancel() : call_->HangUp();
  }

 private:
  // One call to the peer. The hold keeps the call, whose end shows at the next read only.
  class OpenCall final : public grpc::ClientReadReactor<Response> {
   public:
    explicit OpenCall(Subscription& subscription)
        : subscription_(subscription),
          place_(subscription.peer_.TakeStreamPlace()),
          context_(subscription.NewContext()),
          request_(subscription.request_) {
      Stub stub(place_.channel);
      (stub.async()->*subscription.method_)(context_.get(), &request_, this);
      this->AddHold();
      this->StartCall();
    }

    void Read() { this->StartRead(&item_); }
    // Lets the read that is under way fail.
    void Cancel() { context_->TryCancel(); }
    // Ends the call. Requires that no read is under way. Idempotent.
    void HangUp() {
      Cancel();
      Release();
    }

   private:
    void OnReadDone(bool ok) override {
      ok ? subscription_.OnItem(std::move(item_)) : Release();  // OnDone follows
    }
    void OnDone(const grpc::Status& status) override { subscription_.OnCallDone(status); }
    void Release() {
      if (std::exchange(held_, false)) this->RemoveHold();
    }

    Subscription& subscription_;
    const Peer::StreamPlace place_;
    const std::unique_ptr<grpc::ClientContext> context_;
    const Request request_;
    Response item_;
    bool held_ = true;
  };

  std::unique_ptr<grpc::ClientContext> NewContext() const {
    return caller_ ? peer_.NewStreamContext(*caller_) : peer_.NewStreamContext();
  }

  // Does what the present Next needs. Requires mutex_, and that neither a read nor a pause is under
  // way.
  void Continue() {
    if (hung_up_) {
      call_ ? call_->HangUp() : Pause(std::chrono::milliseconds(0));
      return;
    }
    if (!call_) call_ = std::make_unique<OpenCall>(*this);
    call_->Read();
  }

  // Requires mutex_.
  void Pause(std::chrono::milliseconds pause) {
    pause_ = std::make_unique<grpc::Alarm>();
    pause_->Set(std::chrono::system_clock::now() + pause,
                [this](bool /*expired*/) { OnPauseDone(); });
  }

  void OnPauseDone() {
    Answer answer;
    {
      const std::scoped_lock lock(mutex_);
      pause_.reset();
      if (!hung_up_) return Continue();
      answer = std::exchange(answer_, nullptr);
    }
    answer(errors::Cancelled());
  }

  void OnItem(Response item) {
    Answer answer;
    {
      const std::scoped_lock lock(mutex_);
      request_.set_from_position(position_(item) + 1);
      if constexpr (requires { request_.clear_new_only(); }) request_.clear_new_only();
      pauses_.Reset();
      answer = std::exchange(answer_, nullptr);
    }
    answer(std::move(item));
  }

  // Destroys the call.
  void OnCallDone(const grpc::Status& status) {
    Answer answer;
    std::optional<Error> end;
    {
      const std::scoped_lock lock(mutex_);
      call_.reset();
      if (!answer_) return;  // HangUp has ended the call; the next Next is told
      end = hung_up_ ? errors::Cancelled() : EndOfSubscription(status, peer_.service());
      if (!end) return Pause(pauses_.Next());
      answer = std::exchange(answer_, nullptr);
    }
    answer(*std::move(end));  // last: this may be destroyed now
  }

  Peer& peer_;
  const Method method_;
  const Position position_;
  const std::optional<machine::Actor> caller_;

  std::mutex mutex_;
  Request request_;  // Guarded by mutex_, as are the members below. From the next position on.
  Answer answer_;    // set while a Next waits
  std::unique_ptr<OpenCall> call_;
  std::unique_ptr<grpc::Alarm> pause_;
  ResumePauses pauses_;
  bool hung_up_ = false;
};

}  // namespace gongkai::rpc
