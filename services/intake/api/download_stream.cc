#include <algorithm>
#include <optional>
#include <utility>

#include "services/intake/api/attachment_upload.h"
#include "services/intake/api/streams.h"
#include "services/intake/attachment/attachment_name.h"
#include "services/intake/content/content.h"
#include "services/intake/content/disk.h"
#include "services/lib/request/fields.h"
#include "workflow/error/errors.h"

namespace gongkai::intake {
namespace {

// Loads a chunk and writes it, in turn.
class DownloadStream final : public rpc::WriteStream<v1::DownloadAttachmentResponse> {
 public:
  DownloadStream(rpc::Admission admission, const ServiceContext& context, ReportQueries& queries,
                 const v1::DownloadAttachmentRequest& request)
      : rpc::WriteStream<v1::DownloadAttachmentResponse>(std::move(admission)),
        context_(context),
        queries_(queries),
        request_(request) {
    Watch(context.stalls, errors::Cancelled());
  }

 private:
  void Next() override {
    if (!loaded_) {
      return Post([this] { loaded_ = GuardDisk([this] { return LoadNext(); }); });
    }
    const Result<bool> loaded = *std::exchange(loaded_, std::nullopt);
    if (!loaded) return End(loaded.error());
    if (!*loaded) return End({});
    Write(response_);
  }

  // Returns true if the response holds a chunk now, or false if all have been sent.
  Result<bool> LoadNext() {
    if (!reader_) {
      Result<BlobStore::Reader> reader = Open();
      if (!reader) return std::move(reader).error();
      reader_.emplace(*std::move(reader));
    }
    if (reader_->left() == 0) return false;
    Result<std::string> chunk = reader_->Next(kMaxChunkBytes);
    if (!chunk) return std::move(chunk).error();
    response_.set_chunk(*std::move(chunk));
    return true;
  }

  Result<BlobStore::Reader> Open() {
    const std::optional<AttachmentName> name = ParseAttachmentName(request_.name());
    if (!name) return errors::InvalidField("name", kAttachmentNameRule);
    const auto located = queries_.Locate(call(), name->report, request_.content_sha256());
    if (!located) return located.error();
    const Result<v1::Content> content = ReadContent(context_.contents, located->content_sha256);
    if (!content) return content.error();
    const auto attachment =
        std::ranges::find(content->attachments(), name->file_name, &v1::Attachment::file_name);
    if (attachment == content->attachments().end()) {
      return errors::AttachmentNotFound(request_.name());
    }
    return context_.blobs.Open(attachment->sha256(), attachment->size_bytes());
  }

  // What was found is told also where the client has gone meanwhile.
  void Leave(const Status& why) override {
    End(loaded_ && !*loaded_ ? Status(loaded_->error()) : why);
  }

  void OnEnd() override { reader_.reset(); }

  const ServiceContext context_;
  ReportQueries& queries_;
  const v1::DownloadAttachmentRequest request_;  // a copy: gRPC's goes when the call ends
  std::optional<BlobStore::Reader> reader_;
  std::optional<Result<bool>> loaded_;  // but not yet sent
  v1::DownloadAttachmentResponse response_;
};

}  // namespace

grpc::ServerWriteReactor<v1::DownloadAttachmentResponse>* StartDownload(
    Result<rpc::Admission> admission, const ServiceContext& context, ReportQueries& queries,
    const v1::DownloadAttachmentRequest& request) {
  return rpc::StartStream<DownloadStream>(std::move(admission), context, queries, request);
}

}  // namespace gongkai::intake
