// Streams that follow a growing sequence: first all items from a position on, then each new item.
#pragma once

#include <grpcpp/support/server_callback.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "services/lib/rpc/gate.h"
#include "services/lib/rpc/refused_stream.h"
#include "services/lib/rpc/status.h"
#include "services/lib/runtime/signal.h"
#include "services/lib/runtime/streams.h"
#include "workflow/error/errors.h"

namespace gongkai::rpc {

// A page of the sequence.
template <class Response>
struct Page {
  std::vector<Response> items;
  std::uint64_t next;  // the position at which the next page starts
};

// Reads at most `limit` items for this call, from the position `from` on. May block. Must not
// throw. Runs on a thread of Streams, one at a time for each stream.
template <class Response>
using ReadPage =
    std::function<Result<Page<Response>>(const Call&, std::uint64_t from, std::size_t limit)>;

// The reactor of one stream; see Follow. Writes the items of a page one after the other, each when
// the one before has gone out. Reads the next page when all items have gone out, so a slow client
// costs the memory of one page. A stream that has caught up waits for the signal and holds no
// thread.
template <class Response>
class FollowStream final : public grpc::ServerWriteReactor<Response> {
 public:
  static FollowStream* Start(Call call, runtime::Streams::Slot slot, runtime::Signal& signal,
                             runtime::Drain& drain, std::uint64_t from, ReadPage<Response> read) {
    const std::shared_ptr<FollowStream> stream(
        new FollowStream(std::move(call), std::move(slot), signal, drain, from, std::move(read)));
    stream->self_ = stream;
    stream->StartSendInitialMetadata();  // shows the client that the stream is open
    stream->PostRead();
    return stream.get();
  }

 private:
  static constexpr std::size_t kPageSize = 64;

  // The one operation that is under way. Whoever ends the operation starts the next one, and holds
  // mutex_ meanwhile.
  enum class Doing : std::uint8_t { kResting, kReading, kWriting, kEnded };

  FollowStream(Call call, runtime::Streams::Slot slot, runtime::Signal& signal,
               runtime::Drain& drain, std::uint64_t from, ReadPage<Response> read)
      : call_(std::move(call)),
        slot_(std::move(slot)),
        signal_(signal),
        drain_(drain),
        read_(std::move(read)),
        next_(from),
        on_signal_(signal.Subscribe([this] { Wake(); })),
        on_drain_(drain.OnBegin([this] { Wake(); })) {
    call_.in_flight = {};  // a drain ends streams and does not wait for them
  }

  void Wake() {
    const std::scoped_lock lock(mutex_);
    if (doing_ == Doing::kResting) Continue();
  }

  // Starts the next operation, or ends the stream. No operation may be under way. Requires mutex_.
  void Continue() {
    if (const Status going = Going(); !going) {
      doing_ = Doing::kEnded;
      LogCall(call_, going);
      items_.clear();
      slot_.reset();  // first: a client that sees the end may open its next stream
      this->Finish(ToGrpcStatus(going));
    } else if (written_ < items_.size()) {
      doing_ = Doing::kWriting;
      this->StartWrite(&items_[written_]);
    } else if (signal_.value() <= caught_up_at_) {
      doing_ = Doing::kResting;
    } else {
      doing_ = Doing::kReading;
      PostRead();
    }
  }

  // Returns OK while the stream goes on. Errors: CANCELLED, SHUTTING_DOWN, those of read_. Requires
  // mutex_.
  Status Going() const {
    if (gone_) return errors::Cancelled();
    if (error_) return *error_;
    if (drain_.draining()) return errors::ShuttingDown();
    return {};
  }

  // Posts the read of the next page. The task keeps the stream, which may otherwise be deleted
  // while a page is read.
  void PostRead() {
    slot_->Post([self = self_] { self->Read(); });
  }

  void Read() {
    const std::uint64_t seen = signal_.value();
    Result<Page<Response>> page = read_(call_, next_, kPageSize);
    const std::scoped_lock lock(mutex_);
    if (page) {
      // A page that does not advance the position is not read again before the signal advances.
      caught_up_at_ = page->next == next_ ? std::max(seen, next_) : page->next;
      next_ = page->next;
      items_ = std::move(page->items);
      written_ = 0;
    } else {
      error_ = std::move(page).error();
    }
    Continue();
  }

  void OnWriteDone(bool ok) override {
    const std::scoped_lock lock(mutex_);
    ++written_;
    gone_ = gone_ || !ok;
    Continue();
  }

  // Ends a resting stream. A read or write under way ends by itself, and then ends the stream.
  void OnCancel() override {
    const std::scoped_lock lock(mutex_);
    gone_ = true;
    if (doing_ == Doing::kResting) Continue();
  }

  void OnDone() override { const std::shared_ptr<FollowStream> last = std::move(self_); }

  Call call_;
  std::optional<runtime::Streams::Slot> slot_;  // until the end of the stream
  runtime::Signal& signal_;
  runtime::Drain& drain_;
  const ReadPage<Response> read_;
  std::shared_ptr<FollowStream> self_;  // until gRPC is done with the stream

  std::mutex mutex_;
  Doing doing_ = Doing::kReading;  // Guarded by mutex_, as are the members up to error_.
  std::vector<Response> items_;
  std::size_t written_ = 0;
  std::uint64_t next_;
  std::uint64_t caught_up_at_ = 0;  // there is nothing new while the signal is not beyond this
  bool gone_ = false;               // the client has gone
  std::optional<Error> error_;

  // Last: the subscriptions use all members above, and end only after Wake has returned.
  runtime::Signal::Subscription on_signal_;
  runtime::Signal::Subscription on_drain_;
};

// Answers a server-streaming call with the items that `read` gives, from position `from` on,
// without end. The value of `signal` is the position after the newest item. The writer must advance
// `signal` once an item can be read. `gate`, `streams` and `signal` must outlive the call.
// Errors: those of Gate::Admit, TOO_MANY_STREAMS, SHUTTING_DOWN, CANCELLED, those of `read`.
//
//   return Follow<v1::TailEntriesResponse>(
//       gate_, streams_, log_size_, *context, kTailEntries, request->from_position(),
//       [this](const Call& call, std::uint64_t from, std::size_t limit) {
//         return ReadEntries(call, from, limit);  // Result<Page<v1::TailEntriesResponse>>
//       });
template <class Response>
grpc::ServerWriteReactor<Response>* Follow(Gate& gate, runtime::Streams& streams,
                                           runtime::Signal& signal,
                                           const grpc::CallbackServerContext& context,
                                           std::string_view method, std::uint64_t from,
                                           ReadPage<Response> read) {
  Result<Call> call = gate.Admit(context, method);
  if (!call) return new RefusedStream<grpc::ServerWriteReactor<Response>>(call.error());
  Result<runtime::Streams::Slot> slot = streams.TryOpen(call->caller.id);
  if (!slot) {
    LogCall(*call, slot.error());
    return new RefusedStream<grpc::ServerWriteReactor<Response>>(slot.error());
  }
  return FollowStream<Response>::Start(*std::move(call), *std::move(slot), signal, gate.drain(),
                                       from, std::move(read));
}

}  // namespace gongkai::rpc
