#include <fmt/format.h>

#include <exception>
#include <optional>
#include <utility>

#include "services/intake/attachment_upload.h"
#include "services/intake/disk.h"
#include "services/intake/streams.h"
#include "services/server/status.h"
#include "workflow/error/errors.h"

namespace gongkai::intake {
namespace {

// One message is read at a time; while it is worked on, none is. So whoever has the turn (see
// StallWatch), and nobody else, may end the stream.
class UploadStream final : public grpc::ServerReadReactor<v1::UploadAttachmentRequest> {
 public:
  UploadStream(const ServiceContext& context, Drafts& drafts, Result<server::Call> call,
               v1::UploadAttachmentResponse& response)
      : response_(response),
        upload_(drafts, context.blobs, context.quotas),
        turns_(context.stalls.Watch(
            [this] { End(errors::UploadIncomplete("nothing more came for too long.")); })) {
    if (!call) {
      Finish(server::ToGrpcStatus(call.error()));
      return;
    }
    call_.emplace(*std::move(call));
    Result<server::Streams::Slot> slot = context.uploads.TryOpen(call_->caller.id);
    if (!slot) {
      End(slot.error());
      return;
    }
    slot_.emplace(*std::move(slot));
    ReadNext();
  }

 private:
  void ReadNext() {
    turns_.Await();
    StartRead(&part_);
  }

  void OnReadDone(bool ok) override {
    if (!turns_.Resume()) return;
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
    if (ok) return upload_.Take(*call_, part_);
    Result<v1::Report> report = upload_.Complete(*call_);
    if (!report) return std::move(report).error();
    return std::optional(*std::move(report));
  }

  void End(const Status& outcome) {
    server::LogCall(*call_, outcome);
    Finish(server::ToGrpcStatus(outcome));
  }

  void OnDone() override { delete this; }

  v1::UploadAttachmentResponse& response_;
  std::optional<server::Call> call_;  // if admitted
  AttachmentUpload upload_;
  v1::UploadAttachmentRequest part_;
  std::optional<server::Streams::Slot> slot_;  // if there was room
  server::StallWatch::Turns turns_;
};

}  // namespace

grpc::ServerReadReactor<v1::UploadAttachmentRequest>* StartUpload(
    const ServiceContext& context, Drafts& drafts, Result<server::Call> call,
    v1::UploadAttachmentResponse& response) {
  return new UploadStream(context, drafts, std::move(call), response);
}

}  // namespace gongkai::intake
