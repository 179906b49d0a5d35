#include <fmt/format.h>

#include <chrono>
#include <cstdint>
#include <exception>
#include <optional>
#include <utility>

#include "services/intake/api/attachment_upload.h"
#include "services/intake/api/streams.h"
#include "services/intake/content/disk.h"
#include "services/lib/rpc/status.h"
#include "workflow/error/errors.h"

namespace gongkai::intake {
namespace {

// One message is read at a time; while it is worked on, none is. So whoever has the turn (see
// StallWatch), and nobody else, may end the stream. Until the first message has shown that the
// caller may change the report, the stream has a small waiting place, and none of the slots that
// those need who may.
class UploadStream final : public grpc::ServerReadReactor<v1::UploadAttachmentRequest> {
 public:
  UploadStream(const ServiceContext& context, Drafts& drafts, Result<rpc::Call> call,
               v1::UploadAttachmentResponse& response)
      : context_(context),
        response_(response),
        upload_(drafts, context.blobs, context.gate),
        pace_(context.pace),
        turns_(context.late_starts.Watch(
            [this] { End(errors::UploadIncomplete("no first message came in time.")); })) {
    if (!call) {
      Finish(rpc::ToGrpcStatus(call.error()));
      return;
    }
    call_.emplace(*std::move(call));
    if (Status taken = TakeSlot(context.starting); !taken) {
      End(taken);
      return;
    }
    ReadNext();
  }

 private:
  // In place of the one that it has.
  Status TakeSlot(runtime::Streams& streams) {
    Result<runtime::Streams::Slot> slot = streams.TryOpen(call_->caller.id);
    if (!slot) return std::move(slot).error();
    slot_.emplace(*std::move(slot));
    return {};
  }

  void ReadNext() {
    awaited_ = std::chrono::steady_clock::now();
    turns_.Await();
    StartRead(&part_);
  }

  void OnReadDone(bool ok) override {
    if (!turns_.Resume()) return;
    waited_ = std::chrono::steady_clock::now() - awaited_;
    slot_->Post([this, ok] { Work(ok); });
  }

  void Work(bool ok) {
    Result<std::optional<v1::Report>> answer = Answer(ok);
    if (!answer) return End(std::move(answer).error());
    if (!*answer) return ReadNext();
    *response_.mutable_report() = **std::move(answer);
    End(Status());
  }

  Result<std::optional<v1::Report>> Answer(bool ok) try {
    return GuardDisk([&] { return TakeOrComplete(ok); });
  } catch (const std::exception& failure) {
    return errors::Internal(fmt::format("{}: {}", call_->method, failure.what()));
  }

  Result<std::optional<v1::Report>> TakeOrComplete(bool ok) {
    if (Status wanted = call_->Wanted(); !wanted) return std::move(wanted).error();
    if (ok && !started_) return Start();
    if (!pace_.Count(waited_, ok ? static_cast<std::int64_t>(part_.chunk().size()) : 0)) {
      return errors::UploadIncomplete("what came, came too slowly.");
    }
    if (ok) return upload_.Take(*call_, part_);
    Result<v1::Report> report = upload_.Complete(*call_);
    if (!report) return std::move(report).error();
    return std::optional(*std::move(report));
  }

  // The first message. Its right is asked first, the slot comes second.
  Result<std::optional<v1::Report>> Start() {
    started_ = true;
    Result<std::optional<v1::Report>> answered = upload_.Take(*call_, part_);
    if (!answered || *answered) return answered;
    if (Status taken = TakeSlot(context_.uploads); !taken) return std::move(taken).error();
    turns_ = context_.stalls.Watch(
        [this] { End(errors::UploadIncomplete("nothing more came for too long.")); });
    return answered;
  }

  void End(const Status& outcome) {
    rpc::LogCall(*call_, outcome);
    // Who is refused may open the next stream at once. An answer is a whole report, which takes
    // memory until it has been read: its slot is kept as long.
    if (!outcome) slot_.reset();
    Finish(rpc::ToGrpcStatus(outcome));
  }

  void OnDone() override { delete this; }

  const ServiceContext context_;
  v1::UploadAttachmentResponse& response_;
  std::optional<rpc::Call> call_;  // if admitted
  AttachmentUpload upload_;
  v1::UploadAttachmentRequest part_;
  bool started_ = false;  // the first message has come
  Pace pace_;
  std::chrono::steady_clock::time_point awaited_;  // since when a message is waited for
  std::chrono::steady_clock::duration waited_{};   // for the last one
  std::optional<runtime::Streams::Slot> slot_;     // if there was room
  runtime::StallWatch::Turns turns_;
};

}  // namespace

grpc::ServerReadReactor<v1::UploadAttachmentRequest>* StartUpload(
    const ServiceContext& context, Drafts& drafts, Result<rpc::Call> call,
    v1::UploadAttachmentResponse& response) {
  return new UploadStream(context, drafts, std::move(call), response);
}

}  // namespace gongkai::intake
