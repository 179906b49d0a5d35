#include "services/publish/publication_stream.h"

#include <grpcpp/alarm.h>
#include <grpcpp/client_context.h>
#include <grpcpp/support/client_callback.h>

#include <chrono>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>

#include "gongkai/workflow/v1/workflow_service.grpc.pb.h"
#include "services/lib/rpc/status.h"
#include "services/publish/messages.h"
#include "workflow/error/errors.h"

namespace gongkai::publish {
namespace {

namespace wf = workflow::v1;

// A workflow process that is about to stop refuses streams for some seconds.
constexpr std::chrono::milliseconds kPause{250};

// Whether the upstream ended by accident, rather than with an answer to what was asked.
bool IsInterruption(const Error& error) {
  return error.reason == Reason::kPeerUnavailable || error.reason == Reason::kCancelled;
}

class PublicationStream final : public grpc::ServerWriteReactor<v1::WatchPublicationsResponse> {
 public:
  static PublicationStream* Start(rpc::Call call, runtime::Streams::Slot slot,
                                  runtime::Drain& drain, rpc::Peer& workflow, std::int64_t from) {
    const std::shared_ptr<PublicationStream> stream(
        new PublicationStream(std::move(call), std::move(slot), drain, workflow, from));
    const std::scoped_lock lock(stream->mutex_);
    stream->self_ = stream;
    stream->StartSendInitialMetadata();  // tells a caller with nothing to read yet that it is heard
    stream->Continue();
    return stream.get();
  }

 private:
  // One subscription to the ledger's changes. Read one at a time, between reads it is held: its end
  // shows at the next read only.
  class Upstream final : public grpc::ClientReadReactor<wf::WatchChangesResponse> {
   public:
    Upstream(PublicationStream& stream, rpc::Peer& workflow, std::int64_t from)
        : stream_(stream), context_(workflow.NewStreamContext()) {
      request_.set_from_position(from);
      wf::WorkflowService::Stub stub(workflow.channel());
      stub.async()->WatchChanges(context_.get(), &request_, this);
      AddHold();
      StartCall();
    }

    void ReadNext() { StartRead(&change_); }
    void Cancel() { context_->TryCancel(); }
    // Only with no read under way.
    void HangUp() {
      Cancel();
      RemoveHold();
    }

   private:
    void OnReadDone(bool ok) override {
      ok ? stream_.OnChange(change_) : RemoveHold();  // OnDone follows
    }
    void OnDone(const grpc::Status& status) override { stream_.OnUpstreamDone(status); }

    PublicationStream& stream_;
    const std::unique_ptr<grpc::ClientContext> context_;
    wf::WatchChangesRequest request_;
    wf::WatchChangesResponse change_;
  };

  // The one thing that is under way. Whoever ends it decides on the next, under mutex_.
  enum class Doing : std::uint8_t { kNothing, kReading, kWriting, kHangingUp, kPausing, kEnded };

  PublicationStream(rpc::Call call, runtime::Streams::Slot slot, runtime::Drain& drain,
                    rpc::Peer& workflow, std::int64_t from)
      : call_(std::move(call)),
        slot_(std::move(slot)),
        drain_(drain),
        workflow_(workflow),
        next_(from),
        on_drain_(drain.OnBegin([this] { Interrupt(); })) {
    call_.in_flight = {};  // a drain ends streams and does not wait for them
  }

  // With mutex_ held, and nothing under way. The client is told the end when nothing of the
  // upstream is left, so that neither peer nor channel is needed any more once the server has
  // stopped.
  void Continue() {
    if (const Status going = Going(); !going) {
      upstream_ ? HangUp() : End(going);
    } else if (told_) {
      doing_ = Doing::kWriting;
      StartWrite(&*told_);
    } else if (interrupted_) {
      Pause();
    } else {
      doing_ = Doing::kReading;
      if (!upstream_) upstream_ = std::make_unique<Upstream>(*this, workflow_, next_);
      upstream_->ReadNext();
    }
  }

  Status Going() const {
    if (gone_) return errors::Cancelled();
    if (error_) return *error_;
    if (drain_.draining()) return errors::ShuttingDown();
    return {};
  }

  void HangUp() {
    doing_ = Doing::kHangingUp;
    upstream_->HangUp();
  }

  void End(const Status& status) {
    doing_ = Doing::kEnded;
    LogCall(call_, status);
    slot_.reset();  // first: who has the end may open the next stream
    Finish(rpc::ToGrpcStatus(status));
  }

  void Pause() {
    doing_ = Doing::kPausing;
    interrupted_ = false;
    pause_ = std::make_unique<grpc::Alarm>();
    pause_->Set(std::chrono::system_clock::now() + kPause, [self = self_](bool /*expired*/) {
      const std::scoped_lock lock(self->mutex_);
      self->pause_.reset();
      self->Continue();
    });
  }

  // Ends early what may take for ever. A write does not: the client reads it, or is gone.
  void Interrupt() {
    const std::scoped_lock lock(mutex_);
    if (doing_ == Doing::kReading) upstream_->Cancel();
    if (doing_ == Doing::kPausing) pause_->Cancel();
  }

  void OnChange(const wf::WatchChangesResponse& change) {
    const std::scoped_lock lock(mutex_);
    next_ = change.position() + 1;
    told_ = ToPublicChange(change);
    Continue();
  }

  void OnUpstreamDone(const grpc::Status& status) {
    const std::shared_ptr<PublicationStream> alive = self_;
    const std::scoped_lock lock(mutex_);
    upstream_.reset();
    if (status.ok()) {
      interrupted_ = true;
    } else {
      Error error = rpc::FromPeer(status, workflow_.service());
      interrupted_ = IsInterruption(error);
      if (!interrupted_) error_ = std::move(error);
    }
    Continue();
  }

  void OnWriteDone(bool ok) override {
    const std::scoped_lock lock(mutex_);
    told_.reset();
    gone_ = gone_ || !ok;
    Continue();
  }

  void OnCancel() override {
    {
      const std::scoped_lock lock(mutex_);
      gone_ = true;
    }
    Interrupt();
  }

  // The last reaction of the upstream may not have returned yet: it keeps the memory, but what is
  // borrowed goes back now.
  void OnDone() override {
    const std::shared_ptr<PublicationStream> last = std::move(self_);
    on_drain_ = {};
  }

  rpc::Call call_;
  std::optional<runtime::Streams::Slot> slot_;
  runtime::Drain& drain_;
  rpc::Peer& workflow_;
  std::shared_ptr<PublicationStream> self_;  // until the server's side is done

  std::mutex mutex_;
  Doing doing_ = Doing::kNothing;  // guarded by mutex_, as all of these
  std::unique_ptr<Upstream> upstream_;
  std::unique_ptr<grpc::Alarm> pause_;
  std::optional<v1::WatchPublicationsResponse> told_;
  std::int64_t next_;         // the ledger's position to read
  bool interrupted_ = false;  // the upstream has ended and is to be taken up again
  bool gone_ = false;         // nobody listens any more
  std::optional<Error> error_;

  runtime::Signal::Subscription on_drain_;  // last: it uses all of the above
};

}  // namespace

grpc::ServerWriteReactor<v1::WatchPublicationsResponse>* StartPublicationStream(
    rpc::Call call, runtime::Streams::Slot slot, runtime::Drain& drain, rpc::Peer& workflow,
    std::int64_t from) {
  return PublicationStream::Start(std::move(call), std::move(slot), drain, workflow, from);
}

}  // namespace gongkai::publish
