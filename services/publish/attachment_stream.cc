#include "services/publish/attachment_stream.h"

#include <fmt/format.h>
#include <grpcpp/client_context.h>

#include <algorithm>
#include <atomic>
#include <exception>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>

#include "gongkai/intake/v1/intake_service.grpc.pb.h"
#include "services/lib/request/fields.h"
#include "services/lib/rpc/status.h"
#include "workflow/error/errors.h"
#include "workflow/merkle/hash.h"

namespace gongkai::publish {
namespace {

namespace in = intake::v1;

constexpr std::string_view kAttachments = "/attachments/";

// An attachment as intake sends it, one chunk behind. For one thread at a time; blocks.
class Download {
 public:
  Download(rpc::Peer& intake, const rpc::Call& call, const std::string& report,
           const std::string& content_sha256, const in::Attachment& attachment)
      : attachment_(attachment),
        service_(intake.service()),
        context_(intake.NewContext(call.caller, call.deadline)) {
    context_->set_deadline(call.deadline);  // 64 MiB may take longer than the longest unary call
    in::DownloadAttachmentRequest request;
    request.set_name(report + std::string(kAttachments) + attachment.file_name());
    request.set_content_sha256(content_sha256);
    reader_ = in::IntakeService::Stub(intake.channel()).DownloadAttachment(context_.get(), request);
    more_ = reader_->Read(&ahead_);
  }
  ~Download() {
    if (ended_) return;
    context_->TryCancel();
    reader_->Finish();
  }

  Download(const Download&) = delete;
  Download& operator=(const Download&) = delete;

  // The next chunk; nothing after the last one. CONTENT_CORRUPT unless all have the digest.
  Result<std::optional<std::string>> Next() {
    if (!more_) return End();
    std::string chunk = std::move(*ahead_.mutable_chunk());
    hash_.Update(chunk);
    more_ = reader_->Read(&ahead_);
    if (more_) return std::optional(std::move(chunk));
    if (const auto end = End(); !end) return end.error();
    return std::optional(std::move(chunk));
  }

 private:
  Result<std::optional<std::string>> End() {
    if (std::exchange(ended_, true)) return std::optional<std::string>();
    const grpc::Status status = reader_->Finish();
    if (!status.ok()) return rpc::FromPeer(status, service_);
    if (merkle::ToHex(hash_.Finish()) != attachment_.sha256()) {
      return errors::ContentCorrupt("The attachment " + attachment_.file_name());
    }
    return std::optional<std::string>();
  }

  const in::Attachment attachment_;
  const std::string service_;
  const std::unique_ptr<grpc::ClientContext> context_;
  std::unique_ptr<grpc::ClientReader<in::DownloadAttachmentResponse>> reader_;
  in::DownloadAttachmentResponse ahead_;
  merkle::Sha256Stream hash_;
  bool more_ = false;
  bool ended_ = false;
};

// One chunk is read and written at a time, so whoever has the turn (see StallWatch), and nobody
// else, may go on with the stream.
class AttachmentStream final
    : public grpc::ServerWriteReactor<v1::DownloadPublicationAttachmentResponse> {
 public:
  AttachmentStream(const ServiceContext& context, Publications& publications, rpc::Call call,
                   runtime::Streams::Slot slot, std::string name,
                   grpc::CallbackServerContext& grpc_context)
      : intake_(context.intake),
        publications_(publications),
        call_(std::move(call)),
        slot_(std::move(slot)),
        name_(std::move(name)),
        grpc_context_(grpc_context),
        turns_(context.stalls.Watch([this] { CancelStalled(); })) {
    Post();
  }

 private:
  void Post() {
    slot_->Post([this] { Work(); });
  }

  void Work() {
    Result<std::optional<std::string>> chunk = LoadNext();
    if (!chunk) return End(std::move(chunk).error());
    if (!*chunk) return End({});
    response_.set_chunk(**std::move(chunk));
    turns_.Await();
    StartWrite(&response_);
  }

  Result<std::optional<std::string>> LoadNext() try {
    if (Status wanted = call_.Wanted(); !wanted) return std::move(wanted).error();
    if (!download_) {
      if (Status open = Open(); !open) return std::move(open).error();
    }
    return download_->Next();
  } catch (const std::exception& failure) {
    return errors::Internal(fmt::format("{}: {}", call_.method, failure.what()));
  }

  Status Open() {
    const std::size_t at = name_.find(kAttachments);
    const std::string publication = name_.substr(0, at);
    const std::string file_name =
        at == std::string::npos ? "" : name_.substr(at + kAttachments.size());
    Status valid = request::FieldCheck()
                       .Require(request::IsFileName(file_name), "name",
                                "Must be publications/{report}/attachments/{file_name}.")
                       .Done();
    if (!valid) return valid;
    const auto published = publications_.ReadPublished(call_, publication);
    if (!published) return published.error();
    const auto& attachments = published->content.attachments();
    const auto found = std::ranges::find(attachments, file_name, &in::Attachment::file_name);
    if (found == attachments.end()) return errors::AttachmentNotFound(name_);
    download_.emplace(intake_, call_, published->report, published->content_sha256, *found);
    return {};
  }

  void OnWriteDone(bool ok) override {
    if (!turns_.Resume()) return EndStalled();
    if (ok) {
      Post();
    } else {
      slot_->Post([this] { End(errors::Cancelled()); });
    }
  }

  // A stream cannot be ended while a write is under way: that must fail first.
  void CancelStalled() {
    grpc_context_.TryCancel();
    EndStalled();
  }

  // Called by CancelStalled and by the write that failed, in whichever order: the last one ends it.
  void EndStalled() {
    if (stalled_.fetch_add(1) == 1) slot_->Post([this] { End(errors::Cancelled()); });
  }

  // On the slot's threads, because ending the download may block.
  void End(const Status& outcome) {
    download_.reset();
    rpc::LogCall(call_, outcome);
    slot_.reset();  // first: who has the end may open the next stream
    Finish(rpc::ToGrpcStatus(outcome));
  }

  void OnDone() override { delete this; }

  rpc::Peer& intake_;
  Publications& publications_;
  rpc::Call call_;
  std::optional<runtime::Streams::Slot> slot_;  // until the end
  const std::string name_;
  grpc::CallbackServerContext& grpc_context_;
  std::optional<Download> download_;  // once it is known what is asked for
  v1::DownloadPublicationAttachmentResponse response_;
  std::atomic<int> stalled_ = 0;
  runtime::StallWatch::Turns turns_;
};

}  // namespace

grpc::ServerWriteReactor<v1::DownloadPublicationAttachmentResponse>* StartAttachmentStream(
    const ServiceContext& context, Publications& publications, rpc::Call call,
    runtime::Streams::Slot slot, const std::string& name,
    grpc::CallbackServerContext& grpc_context) {
  return new AttachmentStream(context, publications, std::move(call), std::move(slot), name,
                              grpc_context);
}

}  // namespace gongkai::publish
