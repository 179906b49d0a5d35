#include <chrono>
#include <cstdint>
#include <optional>
#include <utility>

#include "services/intake/api/attachment_upload.h"
#include "services/intake/api/streams.h"
#include "services/intake/content/disk.h"
#include "services/lib/rpc/stream_kinds.h"
#include "workflow/error/errors.h"

namespace gongkai::intake {
namespace {

using std::chrono::steady_clock;

constexpr base::BilingualView kNoStart{"no first message came in time.",
                                       "没有及时收到第一条消息。"};
constexpr base::BilingualView kTooSlow{"what came, came too slowly.", "数据传输过慢。"};
constexpr base::BilingualView kStalled{"nothing more came for too long.",
                                       "长时间没有收到后续数据。"};

// Reads a message and takes it, in turn. Until the first message has shown that the caller may
// change the report, the stream has a small waiting place, and none of the slots that those need
// who may.
class UploadStream final : public rpc::ReadStream<v1::UploadAttachmentRequest> {
 public:
  UploadStream(rpc::Admission admission, const ServiceContext& context, Drafts& drafts,
               v1::UploadAttachmentResponse& response)
      : rpc::ReadStream<v1::UploadAttachmentRequest>(std::move(admission)),
        context_(context),
        response_(response),
        upload_(std::in_place, drafts, context.blobs, context.gate),
        pace_(context.pace) {
    Watch(context.late_starts, errors::UploadIncomplete(kNoStart));
  }

 private:
  void Next() override {
    if (outcome_) return *outcome_ ? EndWithAnswer() : End(*outcome_);
    if (received() || half_closed()) {
      waited_ = steady_clock::now() - awaited_;
      return Post([this] { Work(); });
    }
    awaited_ = steady_clock::now();
    Read();
  }

  // Takes what the client has sent. Sets outcome_ unless more is needed.
  void Work() {
    Result<std::optional<v1::Report>> answer = GuardDisk([this] { return TakeOrComplete(); });
    if (!answer) {
      outcome_ = std::move(answer).error();
    } else if (*answer) {
      *response_.mutable_report() = **std::move(answer);
      outcome_ = Status();
    }
  }

  Result<std::optional<v1::Report>> TakeOrComplete() {
    const std::optional<v1::UploadAttachmentRequest> part = Take();
    if (part && !started_) return TakeFirst(*part);
    if (!pace_.Count(waited_, part ? static_cast<std::int64_t>(part->chunk().size()) : 0)) {
      return errors::UploadIncomplete(kTooSlow);
    }
    if (part) return upload_->Take(call(), *part);
    Result<v1::Report> report = upload_->Complete(call());
    if (!report) return std::move(report).error();
    return std::optional(*std::move(report));
  }

  // Takes the first message. Its right is asked first, the slot comes second.
  Result<std::optional<v1::Report>> TakeFirst(const v1::UploadAttachmentRequest& part) {
    started_ = true;
    Result<std::optional<v1::Report>> answered = upload_->Take(call(), part);
    if (!answered || *answered) return answered;
    Result<runtime::Streams::Slot> slot = context_.uploads.TryOpen(call().caller.id.text());
    if (!slot) return std::move(slot).error();
    Exchange(*std::move(slot));
    Watch(context_.stalls, errors::UploadIncomplete(kStalled));
    return answered;
  }

  // Removes the file of an upload that is not complete.
  // What became of the upload is told also where the client has gone meanwhile.
  void Leave(const Status& why) override { End(outcome_ ? *outcome_ : why); }

  void OnEnd() override { upload_.reset(); }

  const ServiceContext context_;
  v1::UploadAttachmentResponse& response_;
  std::optional<AttachmentUpload> upload_;  // until the end
  bool started_ = false;                    // the first message has come
  Pace pace_;
  steady_clock::time_point awaited_;  // since when a message is waited for
  steady_clock::duration waited_{};   // for the last one
  std::optional<Status> outcome_;
};

}  // namespace

grpc::ServerReadReactor<v1::UploadAttachmentRequest>* StartUpload(
    Result<rpc::Admission> admission, const ServiceContext& context, Drafts& drafts,
    v1::UploadAttachmentResponse& response) {
  return rpc::StartStream<UploadStream>(std::move(admission), context, drafts, response);
}

}  // namespace gongkai::intake
