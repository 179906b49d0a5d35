// The base of all streams that our servers serve: what every stream does alike, from its admission
// to its end.
#pragma once

#include <grpcpp/support/server_callback.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

#include "services/lib/rpc/call.h"
#include "services/lib/rpc/gate.h"
#include "services/lib/rpc/status.h"
#include "services/lib/rpc/stream_admission.h"
#include "services/lib/runtime/drain.h"
#include "services/lib/runtime/growing.h"
#include "services/lib/runtime/stall_watch.h"
#include "services/lib/runtime/streams.h"
#include "workflow/error/errors.h"
#include "workflow/error/result.h"
#include "workflow/machine/actor.h"

namespace gongkai::rpc {

// Runs a task of a stream. Errors: INTERNAL (the task throws).
Status RunTask(const Call& call, const std::function<void()>& task);

// Returns OK if the caller has a right, or why not.
using Right = std::function<Status(const machine::Actor& caller)>;

// Serves one stream. `Reactor` is the class of gRPC for streams of this kind. A stream derives from
// WriteStream, ReadStream or BidiStream (stream_kinds.h), and StartStream starts it.
//
// A stream does one thing at a time: it reads a message, writes a message, runs a task, or does an
// operation of its own. When that is done, the base calls Next. Next starts the next operation, or
// ends the stream, or does neither: then the stream rests until it is woken. Next never runs while
// an operation is under way, nor on two threads at once, so what Next and the operations use needs
// no lock.
//
// The rights. A stream may be open for long after it was admitted. When the policy changes, and
// before each task, the base asks whether the caller may still use the method. If not, the stream
// ends with the error of a new call; a client that is being written to, and takes nothing, gets
// CANCELLED. Each task sees the caller as the policy in force has him. What a task has loaded before
// the change may still go out. A stream that needs more than the method does says so with Require.
//
//   class Countdown final : public WriteStream<v1::Number> {
//    public:
//     Countdown(Admission admission, int from)
//         : WriteStream<v1::Number>(std::move(admission)), left_(from) {}
//
//    private:
//     void Next() override {
//       if (left_ == 0) return End({});
//       number_.set_value(left_--);
//       Write(number_);
//     }
//     int left_;
//     v1::Number number_;
//   };
//
//   return StartStream<Countdown>(
//       AdmitStream(gate_, streams_, *context, kCountdown), request->from());
//
// The end. A stream ends with End, or by itself: with CANCELLED when the client has gone, with
// DEADLINE_EXCEEDED when the time of the call is over, with SHUTTING_DOWN when the drain of EndOn
// begins, with the error of Watch when the client does nothing, with INTERNAL when a task throws. A
// stream that ends by itself ends as soon as nothing is under way; a read does not delay the end.
// However a stream ends: OnEnd gives back what the derived class holds, one line goes to the access
// log, the slot is given back, and only then the client gets the end, so who has seen the end may
// open the next stream.
//
// The lifetime. The base keeps the stream in memory until gRPC is done with the call, and longer
// while a task or an operation of its own still uses the stream (see self). What is borrowed is
// given back when gRPC is done: after that no wake function, no watch and no Next runs.
//
// The constructor says what wakes and what ends the stream: WakeOn, EndOn, Watch. The operations and
// End are for Next and Leave.
template <class Reactor>
class ServerStream : public Reactor, public std::enable_shared_from_this<ServerStream<Reactor>> {
 public:
  // The class that a handler returns to gRPC.
  using Base = Reactor;

  ServerStream(const ServerStream&) = delete;
  ServerStream& operator=(const ServerStream&) = delete;

  // Begins to serve. StartStream calls this once.
  void Start() {
    const std::scoped_lock lock(mutex_);
    self_ = this->shared_from_this();
    WatchTurns();
    Step();
  }

 protected:
  // A stream that the gate has admitted.
  explicit ServerStream(Admission admission)
      : gate_(admission.gate), call_(std::move(admission.call)), slot_(std::move(admission.slot)) {
    wakes_.push_back(gate_->OnPolicyChange([this] { CheckRights(); }));
    CheckRights();  // the policy may have changed since the admission
  }
  // A stream that is open to everybody with a certificate. Leaves no line in the access log.
  explicit ServerStream(runtime::Streams::Slot slot) : slot_(std::move(slot)) {}
  // A stream that only ends.
  ServerStream() = default;

  // Wakes a resting stream, so that Next is called, when the number grows or the drain begins. Next
  // must look at the number, or at draining(), before the stream rests. For the constructor only.
  void WakeOn(runtime::GrowingValue& value) {
    wakes_.push_back(value.Subscribe([this] { Wake(); }));
  }
  void WakeOn(runtime::Drain& drain) {
    wakes_.push_back(drain.OnBegin([this] { Wake(); }));
  }

  // Ends the stream with SHUTTING_DOWN when the drain begins. The drain does not wait for this
  // stream. A stream without EndOn is like a unary call: the drain waits for it. For the
  // constructor only.
  void EndOn(runtime::Drain& drain) {
    if (call_) call_->in_flight = {};
    wakes_.push_back(drain.OnBegin([this] { Stop(errors::ShuttingDown()); }));
    if (drain.draining()) Stop(errors::ShuttingDown());
  }

  // Says what the caller must have beside the right to the method. When the policy changes, the
  // stream ends with the error of `right`, if there is one. `right` gets the caller as the policy
  // in force has him, runs on any thread, and must not block. Requires an admitted stream. For the
  // constructor only.
  void Require(Right right) {
    {
      const std::scoped_lock lock(mutex_);
      right_ = std::move(right);
    }
    CheckRights();  // the policy may have changed since the admission
  }

  // Ends the stream with `stalled` when the client takes longer than the limit of `watch` for one
  // message, read or written. Replaces an earlier watch. Requires an admitted stream. For the
  // constructor or a task.
  void Watch(runtime::StallWatch& watch, Error stalled) {
    watch_ = &watch;
    stalled_ = std::move(stalled);
    if (self_) WatchTurns();
  }

  // Takes `slot` in place of the present one, which is given back. For a task.
  void Exchange(runtime::Streams::Slot slot) { slot_.emplace(std::move(slot)); }

  // Runs `task`, which may block, on the threads of the slot. Unless Leave has posted the task, the
  // task does not run if the client no longer waits. What the task throws is logged and ends the
  // stream with INTERNAL. Requires an admitted stream.
  void Post(std::function<void()> task) {
    doing_ = Doing::kTask;
    slot_->Post([this, self = self_, leaving = ending_.has_value(), task = std::move(task)] {
      Status outcome = leaving ? Status() : Resume();
      if (outcome) outcome = RunTask(*call_, task);
      Complete([&] {
        const bool thrown = !outcome && outcome.error().reason == Reason::kInternal;
        if (!outcome && (!ending_ || thrown)) ending_ = std::move(outcome).error();
      });
    });
  }

  // Begins an operation of the derived class's own, which Complete ends. Whatever ends the
  // operation must hold self() until then.
  //
  //   Begin();
  //   source_.Read([this, self = self()](Item item) { Complete([&] { Take(std::move(item)); }); });
  void Begin() { doing_ = Doing::kOperation; }
  // Ends the operation: calls `take`, and then Next. Called from any thread, but not by the
  // function that has called Begin.
  template <class Take>
  void Complete(const Take& take) {
    const std::scoped_lock lock(mutex_);
    take();
    Step();
  }
  std::shared_ptr<const void> self() const { return self_; }

  // Ends the stream. The last call in Next or Leave.
  void End(const Status& outcome) {
    Close(outcome);
    slot_.reset();
    Finish(ToGrpcStatus(outcome));
  }
  // Ends a stream that is answered with one message. The slot is kept until the answer has gone
  // out, because the answer takes memory as long.
  void EndWithAnswer() {
    Close({});
    Finish(grpc::Status::OK);
  }

  const Call& call() const { return *call_; }
  // Returns the caller as the policy in force has him now, for an operation of the derived class's
  // own. Requires an admitted stream. Errors: those of Gate::AdmitAgain.
  Result<machine::Actor> CallerNow() const { return gate_->AdmitAgain(*call_); }

 private:
  template <class Stream, class Request>
  friend class Reading;
  template <class Stream, class Response>
  friend class Writing;
  using Reactor::Finish;

  // The one thing that is under way.
  enum class Doing : std::uint8_t {
    kStarting,
    kNothing,
    kReading,
    kWriting,
    kTask,
    kOperation,  // of the derived class's own
    kEnded,
  };

  // Decides what is next. Called with nothing under way. Requires mutex_, as do the functions that
  // follow up to OnEnd.
  virtual void Next() = 0;
  // Called in place of Next once the stream ends by itself. Must end the stream with `why`, or with
  // what a task has found meanwhile, or start an operation that must come before the end: then Leave
  // is called again. A read may still be under way, so Leave must not Take.
  virtual void Leave(const Status& why) { End(why); }
  // Lets the operation that Begin has begun end early, if the operation may last. Called when the
  // stream has to end. May be called more than once.
  virtual void Interrupt() {}
  // Gives back what the stream holds, such as files and memory. Called once, at the end.
  virtual void OnEnd() {}

  // Goes on when nothing is under way. Requires mutex_.
  void Step() {
    doing_ = Doing::kNothing;
    ending_ ? Leave(*ending_) : Next();
  }

  void Wake() {
    const std::scoped_lock lock(mutex_);
    if (doing_ == Doing::kNothing) Step();
  }

  // Lets the stream end by itself, at once or after what is under way.
  void Stop(Error why) {
    const std::scoped_lock lock(mutex_);
    if (doing_ == Doing::kEnded) return;
    if (!ending_) ending_ = std::move(why);
    if (doing_ == Doing::kOperation) {
      Interrupt();
    } else if (doing_ == Doing::kNothing || doing_ == Doing::kReading) {
      Step();
    }
  }

  // Ends the stream if its caller may not use the method any more, or has not what the stream
  // requires.
  void CheckRights() {
    Result<machine::Actor> caller = gate_->AdmitAgain(*call_);
    if (!caller) return Break(std::move(caller).error());
    Right right;
    {
      const std::scoped_lock lock(mutex_);
      right = right_;
    }
    if (!right) return;
    if (Status has = right(*caller); !has) Break(std::move(has).error());
  }

  // Returns whether a task may run, with the caller as he is now. For a task: nothing else uses the
  // caller meanwhile.
  Status Resume() {
    if (Status wanted = call_->Wanted(); !wanted) return wanted;
    Result<machine::Actor> caller = gate_->AdmitAgain(*call_);
    if (!caller) return std::move(caller).error();
    call_->caller = *std::move(caller);
    return {};
  }

  // Called by Start, and by a task.
  void WatchTurns() {
    if (watch_ == nullptr) return;
    turns_.emplace(watch_->Watch([weak = this->weak_from_this(), stalled = *stalled_] {
      if (const auto stream = weak.lock()) stream->OnStall(stalled);
    }));
  }

  void OnStall(const Error& stalled) { Break(stalled); }

  // Stops the stream also where its client takes nothing: a write that is under way must fail
  // before the stream can end.
  void Break(Error why) {
    Stop(std::move(why));
    const std::scoped_lock lock(mutex_);
    if (doing_ == Doing::kWriting) call_->context->TryCancel();
  }

  // Requires mutex_, as do the functions that follow up to Close.
  void BeginTurn(Doing doing) {
    doing_ = doing;
    if (turns_) turns_->Await();
  }

  // The client has sent or taken a message, or has gone. Returns false if the stream has ended
  // meanwhile, or is ending without this message.
  bool EndTurn(Doing doing) {
    if (doing_ != doing) return false;
    if (turns_ && !turns_->Resume() && !ending_) ending_ = stalled_;
    return true;
  }

  void Close(const Status& outcome) {
    doing_ = Doing::kEnded;
    OnEnd();
    if (!call_) return;
    LogCall(*call_, outcome);
    call_->in_flight = {};  // a client that does not read the end does not hold up a drain
  }

  void OnCancel() final {
    Stop(call_ && call_->expired() ? errors::DeadlineExceeded() : errors::Cancelled());
  }

  // The last use of the stream may not have returned yet, and keeps the memory. What is borrowed is
  // given back now, and without mutex_, for which a wake function may be waiting.
  void OnDone() final {
    std::shared_ptr<ServerStream> last;
    runtime::Drain::InFlight in_flight;
    std::vector<runtime::GrowingValue::Subscription> wakes;
    std::optional<runtime::StallWatch::Turns> turns;
    std::optional<runtime::Streams::Slot> slot;
    const std::scoped_lock lock(mutex_);
    last.swap(self_);
    wakes.swap(wakes_);
    turns.swap(turns_);
    slot.swap(slot_);
    if (call_) in_flight = std::move(call_->in_flight);
  }

  const Gate* const gate_ = nullptr;  // that has admitted the stream; null: none has
  std::optional<Call> call_;
  std::optional<runtime::Streams::Slot> slot_;  // until the end
  runtime::StallWatch* watch_ = nullptr;
  std::optional<Error> stalled_;

  std::mutex mutex_;
  Doing doing_ = Doing::kStarting;  // Guarded by mutex_, as are the members below.
  std::optional<Error> ending_;     // why the stream ends by itself
  std::optional<runtime::StallWatch::Turns> turns_;
  std::vector<runtime::GrowingValue::Subscription> wakes_;
  Right right_;                         // null: nothing more than the method
  std::shared_ptr<ServerStream> self_;  // until gRPC is done with the stream
};

// A stream that is refused before it has begun. Takes no slot.
template <class Reactor>
class RefusedStream final : public ServerStream<Reactor> {
 public:
  explicit RefusedStream(Error why) : why_(std::move(why)) {}

 private:
  void Next() override { this->End(why_); }

  const Error why_;
};

// Starts a stream of the class `Stream`, made of `admission` and `args`, or refuses the stream if
// `admission` is an error. Returns the reactor, which the handler must return to gRPC.
//
//   return StartStream<DownloadStream>(AdmitStream(gate, streams, *context, kDownload), queries);
template <class Stream, class Admitted, class... Args>
typename Stream::Base* StartStream(Result<Admitted> admission, Args&&... args) {
  const auto start = [](auto stream) {
    stream->Start();
    return stream.get();  // which gRPC is not done with before the handler has returned it
  };
  if (!admission) {
    return start(std::make_shared<RefusedStream<typename Stream::Base>>(admission.error()));
  }
  return start(std::make_shared<Stream>(*std::move(admission), std::forward<Args>(args)...));
}

}  // namespace gongkai::rpc
