#include "services/publish/attachment_stream.h"

#include <grpcpp/client_context.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>

#include "gongkai/intake/v1/intake_service.grpc.pb.h"
#include "services/lib/request/fields.h"
#include "services/lib/rpc/status.h"
#include "services/lib/rpc/stream_kinds.h"
#include "workflow/base/digest.h"
#include "workflow/error/errors.h"

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
        context_(intake.NewStreamContext(call)) {
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
    if (hash_.Finish().ToHex() != attachment_.sha256()) {
      return errors::ContentCorrupt(
          {"The attachment " + attachment_.file_name(), "附件 " + attachment_.file_name()});
    }
    return std::optional<std::string>();
  }

  const in::Attachment attachment_;
  const std::string service_;
  const std::unique_ptr<grpc::ClientContext> context_;
  std::unique_ptr<grpc::ClientReader<in::DownloadAttachmentResponse>> reader_;
  in::DownloadAttachmentResponse ahead_;
  base::Sha256Stream hash_;
  bool more_ = false;
  bool ended_ = false;
};

// Loads a chunk and writes it, in turn.
class AttachmentStream final : public rpc::WriteStream<v1::DownloadPublicationAttachmentResponse> {
 public:
  AttachmentStream(rpc::Admission admission, const ServiceContext& context,
                   Publications& publications, std::string name)
      : rpc::WriteStream<v1::DownloadPublicationAttachmentResponse>(std::move(admission)),
        intake_(context.intake),
        publications_(publications),
        name_(std::move(name)) {
    Watch(context.stalls, errors::Cancelled());
  }

 private:
  void Next() override {
    if (!loaded_) return Post([this] { Load(); });
    Result<std::optional<std::string>> chunk = *std::exchange(loaded_, std::nullopt);
    if (!chunk) return End(std::move(chunk).error());
    if (!*chunk) return End({});
    response_.set_chunk(**std::move(chunk));
    Write(response_);
  }

  // To end a download that is not over may block, so it is done on the threads of the slot. What was
  // found is told also where the client has gone meanwhile.
  void Leave(const Status& why) override {
    if (!download_) return End(loaded_ && !*loaded_ ? Status(loaded_->error()) : why);
    Post([this] { download_.reset(); });
  }

  // A client that does not read the end holds no chunk in memory.
  void OnEnd() override { response_ = v1::DownloadPublicationAttachmentResponse(); }

  void Load() {
    loaded_ = LoadNext();
    if (!*loaded_ || !**loaded_) download_.reset();
  }

  Result<std::optional<std::string>> LoadNext() {
    if (!download_) {
      if (Status open = Open(); !open) return std::move(open).error();
    }
    return download_->Next();
  }

  Status Open() {
    const std::size_t at = name_.find(kAttachments);
    const std::string publication = name_.substr(0, at);
    const std::string file_name =
        at == std::string::npos ? "" : name_.substr(at + kAttachments.size());
    Status valid = request::FieldCheck()
                       .Require(request::IsFileName(file_name), "name",
                                {"Must be publications/{report}/attachments/{file_name}.",
                                 "必须是 publications/{report}/attachments/{file_name}。"})
                       .Done();
    if (!valid) return valid;
    const auto published = publications_.ReadPublished(call(), publication);
    if (!published) return published.error();
    const auto& attachments = published->document.content.attachments();
    const auto found = std::ranges::find(attachments, file_name, &in::Attachment::file_name);
    if (found == attachments.end()) return errors::AttachmentNotFound(name_);
    download_.emplace(intake_, call(), published->report, published->content_sha256, *found);
    return {};
  }

  rpc::Peer& intake_;
  Publications& publications_;
  const std::string name_;
  std::optional<Download> download_;                          // while it is under way
  std::optional<Result<std::optional<std::string>>> loaded_;  // but not yet sent
  v1::DownloadPublicationAttachmentResponse response_;
};

}  // namespace

grpc::ServerWriteReactor<v1::DownloadPublicationAttachmentResponse>* StartAttachmentStream(
    Result<rpc::Admission> admission, const ServiceContext& context, Publications& publications,
    const std::string& name) {
  return rpc::StartStream<AttachmentStream>(std::move(admission), context, publications, name);
}

}  // namespace gongkai::publish
