// Streams that tell clients of the ledger's changes, as the stage services have them.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <utility>

#include "gongkai/workflow/v1/workflow_service.grpc.pb.h"
#include "services/lib/rpc/peer.h"
#include "services/lib/rpc/stream_kinds.h"
#include "services/lib/rpc/subscription.h"
#include "services/lib/runtime/drain.h"
#include "workflow/error/result.h"
#include "workflow/machine/actor.h"

namespace gongkai::rpc {

// Says what of the ledger's changes a stream is about, and for whom the ledger is asked.
struct ChangesWanted {
  workflow::v1::WatchChangesRequest request;
  std::optional<machine::Actor> caller;  // nullopt: this service itself
  Right right;                           // that the stream requires; null: none
};

// Returns the caller of the stream as the policy in force has him now.
using CallerNow = std::function<Result<machine::Actor>()>;

// Returns what the client is told of a change; nullopt: nothing. An error ends the stream. Must not
// block.
template <class Response>
using TellChange = std::function<Result<std::optional<Response>>(
    const workflow::v1::WatchChangesResponse&, const CallerNow&)>;

// Follows the ledger's changes through a stream of its own to workflow, and tells the client of
// them, one message at a time: reads a change and writes what is told of it, in turn. A slow client
// thus slows only its own stream and costs no memory here. Holds no thread. If workflow becomes
// unavailable, the stream stays open and resumes at the next position when workflow is back.
//
// The drain and the peer must outlive the stream.
// Errors: SHUTTING_DOWN (the server drains), CANCELLED, those of workflow except PEER_UNAVAILABLE
// and CANCELLED, those of `tell` and of the right.
//
//   return StartStream<ChangeStream<v1::WatchPublicationsResponse>>(
//       AdmitStream(gate_, followers_, *context, kWatch), gate_.drain(), workflow_,
//       ChangesWanted{.request = FromPosition(from), .caller = {}, .right = {}},
//       ToPublicChange);
template <class Response>
class ChangeStream final : public WriteStream<Response> {
 public:
  ChangeStream(Admission admission, runtime::Drain& drain, Peer& workflow, ChangesWanted wanted,
               TellChange<Response> tell)
      : WriteStream<Response>(std::move(admission)),
        tell_(std::move(tell)),
        changes_(workflow, &Stub::async_interface::WatchChanges, std::move(wanted.request),
                 PositionOf, std::move(wanted.caller)) {
    this->StartSendInitialMetadata();  // shows the client that the stream is open
    if (wanted.right) this->Require(std::move(wanted.right));
    this->EndOn(drain);
  }

 private:
  using Change = workflow::v1::WatchChangesResponse;
  using Stub = workflow::v1::WorkflowService::Stub;
  using Changes = Subscription<Stub, workflow::v1::WatchChangesRequest, Change>;

  // The next position is where to resume.
  static std::int64_t PositionOf(const Change& change) {
    return change.has_position() ? change.position() : change.next_position() - 1;
  }

  void Next() override {
    if (over_) return this->End(refusal_ ? *refusal_ : *over_);
    if (refusal_) {
      changes_.HangUp();
      return ReadChange();
    }
    if (next_) {
      sent_ = *std::exchange(next_, std::nullopt);
      return this->Write(sent_);
    }
    ReadChange();
  }

  // The client gets the end when nothing is left of the subscription, so that neither the peer nor
  // its channel is needed any more once the server has stopped.
  void Leave(const Status& why) override {
    if (over_) return this->End(why);
    changes_.HangUp();
    ReadChange();
  }

  void Interrupt() override { changes_.HangUp(); }

  void ReadChange() {
    this->Begin();
    changes_.Next([this, self = this->self()](Result<Change> change) {
      this->Complete([&] { Take(std::move(change)); });
    });
  }

  void Take(Result<Change> change) {
    if (!change) {
      over_ = std::move(change).error();
      return;
    }
    auto told = tell_(*change, [this] { return this->CallerNow(); });
    if (told) {
      next_ = *std::move(told);
    } else {
      refusal_ = std::move(told).error();
    }
  }

  const TellChange<Response> tell_;
  Changes changes_;
  std::optional<Response> next_;  // to be sent next
  Response sent_;
  std::optional<Error> refusal_;  // of `tell_`
  std::optional<Error> over_;     // with which the subscription has ended
};

}  // namespace gongkai::rpc
