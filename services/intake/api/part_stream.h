// The stream of a download, whatever it downloads.
#pragma once

#include <optional>
#include <utility>

#include "services/intake/content/disk.h"
#include "services/lib/rpc/server_stream.h"
#include "services/lib/rpc/stream_kinds.h"
#include "services/lib/runtime/stall_watch.h"
#include "workflow/error/errors.h"

namespace gongkai::intake {

// Sends the parts that a source loads: loads a part on the threads of the slot and writes it, in
// turn. A client that does not read for too long gets CANCELLED. `Source` has a function
// `Result<bool> LoadNext(const rpc::Call&, Response&)`, which may block and throw: true means that
// the response holds the next part, false that all parts were sent.
//
//   return rpc::StartStream<PartStream<v1::DownloadContentResponse, ContentDownload>>(
//       std::move(admission), stalls, queries, blobs, request);
template <class Response, class Source>
class PartStream final : public rpc::WriteStream<Response> {
 public:
  // Makes the source of `source`. `stalls` must outlive this.
  template <class... Args>
  PartStream(rpc::Admission admission, runtime::StallWatch& stalls, Args&&... source)
      : rpc::WriteStream<Response>(std::move(admission)),
        source_(std::in_place, std::forward<Args>(source)...) {
    this->Watch(stalls, errors::Cancelled());
  }

 private:
  void Next() override {
    if (!loaded_) {
      return this->Post([this] {
        loaded_ = GuardDisk([this] { return source_->LoadNext(this->call(), response_); });
      });
    }
    const Result<bool> loaded = *std::exchange(loaded_, std::nullopt);
    if (!loaded) return this->End(loaded.error());
    if (!*loaded) return this->End({});
    this->Write(response_);
  }

  // What was found is logged also where the client has gone meanwhile, such as damage.
  void Leave(const Status& why) override {
    this->End(loaded_ && !*loaded_ ? Status(loaded_->error()) : why);
  }

  // A client that does not read the end holds no part in memory.
  void OnEnd() override {
    source_.reset();
    response_ = Response();
  }

  std::optional<Source> source_;        // until the end
  std::optional<Result<bool>> loaded_;  // but not yet sent
  Response response_;
};

}  // namespace gongkai::intake
