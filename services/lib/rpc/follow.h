// Streams that follow a growing sequence: first all items from a position on, then each new item.
#pragma once

#include <grpcpp/support/server_callback.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "services/lib/rpc/gate.h"
#include "services/lib/rpc/server_stream.h"
#include "services/lib/rpc/stream_kinds.h"
#include "services/lib/runtime/drain.h"
#include "services/lib/runtime/growing.h"
#include "services/lib/runtime/streams.h"
#include "workflow/error/result.h"

namespace gongkai::rpc {

// A page of the sequence.
template <class Response>
struct Page {
  std::vector<Response> items;
  std::uint64_t next;  // the position at which the next page starts
};

// Reads at most `limit` items for this call, from the position `from` on. May block and throw. Runs
// on a thread of Streams, one at a time for each stream.
template <class Response>
using ReadPage =
    std::function<Result<Page<Response>>(const Call&, std::uint64_t from, std::size_t limit)>;

// The reactor of one stream; see Follow. Writes the items of a page one after the other, each when
// the one before has gone out. Reads the next page when all items have gone out, so a slow client
// costs the memory of one page. A stream that has caught up waits until there is more and holds no
// thread.
template <class Response>
class FollowStream final : public WriteStream<Response> {
 public:
  FollowStream(Admission admission, runtime::GrowingValue& size, runtime::Drain& drain,
               std::uint64_t from, ReadPage<Response> read)
      : WriteStream<Response>(std::move(admission)),
        size_(size),
        read_(std::move(read)),
        next_(from) {
    this->StartSendInitialMetadata();  // shows the client that the stream is open
    this->WakeOn(size);
    this->EndOn(drain);
  }

 private:
  static constexpr std::size_t kPageSize = 64;

  void Next() override {
    if (error_) return this->End(*error_);
    if (written_ < items_.size()) return this->Write(items_[written_++]);
    if (!caught_up_at_ || size_.value() > *caught_up_at_) this->Post([this] { ReadNextPage(); });
  }

  void ReadNextPage() {
    const std::uint64_t seen = size_.value();
    Result<Page<Response>> page = read_(this->call(), next_, kPageSize);
    if (!page) {
      error_ = std::move(page).error();
      return;
    }
    // A page that does not advance the position is not read again before the size advances.
    caught_up_at_ = page->next == next_ ? std::max(seen, next_) : page->next;
    next_ = page->next;
    items_ = std::move(page->items);
    written_ = 0;
  }

  void OnEnd() override { items_.clear(); }

  runtime::GrowingValue& size_;
  const ReadPage<Response> read_;
  std::vector<Response> items_;
  std::size_t written_ = 0;
  std::uint64_t next_;
  // There is nothing new while the size is not beyond this. Not set before the first page.
  std::optional<std::uint64_t> caught_up_at_;
  std::optional<Error> error_;
};

// Answers a server-streaming call with the items that `read` gives, from position `from` on,
// without end. The value of `size` is the position after the newest item. The writer must advance
// `size` once an item can be read. `valid` is what the handler says about the request. `gate`,
// `streams` and `size` must outlive the call.
// Errors: those of Gate::Admit, that of `valid`, TOO_MANY_STREAMS, SHUTTING_DOWN, CANCELLED, those
// of `read`, INTERNAL (`read` throws).
//
//   return Follow<v1::TailEntriesResponse>(
//       gate_, streams_, log_size_, *context, kTailEntries, request->from_position(),
//       [this](const Call& call, std::uint64_t from, std::size_t limit) {
//         return ReadEntries(call, from, limit);  // Result<Page<v1::TailEntriesResponse>>
//       });
template <class Response>
grpc::ServerWriteReactor<Response>* Follow(Gate& gate, runtime::Streams& streams,
                                           runtime::GrowingValue& size,
                                           const grpc::CallbackServerContext& context,
                                           std::string_view method, std::uint64_t from,
                                           ReadPage<Response> read, Status valid = {}) {
  return StartStream<FollowStream<Response>>(
      AdmitStream(gate, streams, context, method, std::move(valid)), size, gate.drain(), from,
      std::move(read));
}

}  // namespace gongkai::rpc
