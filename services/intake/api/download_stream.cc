#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <exception>
#include <optional>
#include <utility>

#include "services/intake/api/attachment_upload.h"
#include "services/intake/api/streams.h"
#include "services/intake/attachment/attachment_name.h"
#include "services/intake/content/content.h"
#include "services/intake/content/disk.h"
#include "services/lib/request/fields.h"
#include "services/lib/rpc/status.h"
#include "workflow/error/errors.h"

namespace gongkai::intake {
namespace {

// One chunk is read and written at a time, so whoever has the turn (see StallWatch), and
// nobody else, may go on with the stream.
class DownloadStream final : public grpc::ServerWriteReactor<v1::DownloadAttachmentResponse> {
 public:
  DownloadStream(const ServiceContext& context, ReportQueries& queries, Result<rpc::Call> call,
                 const v1::DownloadAttachmentRequest& request,
                 grpc::CallbackServerContext& grpc_context)
      : context_(context),
        queries_(queries),
        request_(request),
        grpc_context_(grpc_context),
        turns_(context.stalls.Watch([this] { CancelStalled(); })) {
    if (!call) {
      Finish(rpc::ToGrpcStatus(call.error()));
      return;
    }
    call_.emplace(*std::move(call));
    Result<runtime::Streams::Slot> slot = context.downloads.TryOpen(call_->caller.id);
    if (!slot) {
      End(slot.error());
      return;
    }
    slot_.emplace(*std::move(slot));
    Post();
  }

 private:
  void Post() {
    slot_->Post([this] { Work(); });
  }

  void Work() {
    const Result<bool> loaded = LoadNext();
    if (loaded && *loaded) {
      turns_.Await();
      StartWrite(&response_);
    } else {
      End(loaded ? Status() : Status(loaded.error()));
    }
  }

  // Whether the response holds a chunk now; else all have been sent.
  Result<bool> LoadNext() try {
    return GuardDisk([&] { return TryLoadNext(); });
  } catch (const std::exception& failure) {
    return errors::Internal(fmt::format("{}: {}", call_->method, failure.what()));
  }

  Result<bool> TryLoadNext() {
    if (Status wanted = call_->Wanted(); !wanted) return std::move(wanted).error();
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
    const auto located = queries_.Locate(*call_, name->report, request_.content_sha256());
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

  void OnWriteDone(bool ok) override {
    if (!turns_.Resume()) return EndStalled();
    if (ok) {
      Post();
    } else {
      End(errors::Cancelled());
    }
  }

  // A stream cannot be ended while a write is under way: that must fail first.
  void CancelStalled() {
    grpc_context_.TryCancel();
    EndStalled();
  }

  // Called by CancelStalled and by the write that failed, in whichever order: the last one ends it.
  void EndStalled() {
    if (stalled_.fetch_add(1) == 1) End(errors::Cancelled());
  }

  void End(const Status& outcome) {
    rpc::LogCall(*call_, outcome);
    reader_.reset();
    slot_.reset();  // first: who has the end may open the next stream
    Finish(rpc::ToGrpcStatus(outcome));
  }

  void OnDone() override { delete this; }

  const ServiceContext context_;
  ReportQueries& queries_;
  const v1::DownloadAttachmentRequest request_;  // a copy: gRPC's goes when the call ends
  grpc::CallbackServerContext& grpc_context_;
  std::optional<rpc::Call> call_;  // if admitted
  std::optional<BlobStore::Reader> reader_;
  v1::DownloadAttachmentResponse response_;
  std::optional<runtime::Streams::Slot> slot_;  // if there was room
  std::atomic<int> stalled_ = 0;
  runtime::StallWatch::Turns turns_;
};

}  // namespace

grpc::ServerWriteReactor<v1::DownloadAttachmentResponse>* StartDownload(
    const ServiceContext& context, ReportQueries& queries, Result<rpc::Call> call,
    const v1::DownloadAttachmentRequest& request, grpc::CallbackServerContext& grpc_context) {
  return new DownloadStream(context, queries, std::move(call), request, grpc_context);
}

}  // namespace gongkai::intake
