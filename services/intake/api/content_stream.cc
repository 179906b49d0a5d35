#include <optional>
#include <utility>

#include "services/intake/api/content_download.h"
#include "services/intake/api/streams.h"
#include "services/intake/content/disk.h"
#include "workflow/error/errors.h"

namespace gongkai::intake {
namespace {

// Loads a part and writes it, in turn.
class ContentStream final : public rpc::WriteStream<v1::DownloadContentResponse> {
 public:
  ContentStream(rpc::Admission admission, const ServiceContext& context, ReportQueries& queries,
                const v1::DownloadContentRequest& request)
      : rpc::WriteStream<v1::DownloadContentResponse>(std::move(admission)),
        download_(std::in_place, queries, context.blobs, request) {
    Watch(context.stalls, errors::Cancelled());
  }

 private:
  void Next() override {
    if (!loaded_) {
      return Post([this] {
        loaded_ = GuardDisk([this] { return download_->LoadNext(call(), response_); });
      });
    }
    const Result<bool> loaded = *std::exchange(loaded_, std::nullopt);
    if (!loaded) return End(loaded.error());
    if (!*loaded) return End({});
    Write(response_);
  }

  // What was found is told also where the client has gone meanwhile.
  void Leave(const Status& why) override {
    End(loaded_ && !*loaded_ ? Status(loaded_->error()) : why);
  }

  void OnEnd() override { download_.reset(); }

  std::optional<ContentDownload> download_;
  std::optional<Result<bool>> loaded_;  // but not yet sent
  v1::DownloadContentResponse response_;
};

}  // namespace

grpc::ServerWriteReactor<v1::DownloadContentResponse>* StartContentDownload(
    Result<rpc::Admission> admission, const ServiceContext& context, ReportQueries& queries,
    const v1::DownloadContentRequest& request) {
  return rpc::StartStream<ContentStream>(std::move(admission), context, queries, request);
}

}  // namespace gongkai::intake
