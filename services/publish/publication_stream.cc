#include "services/publish/publication_stream.h"

#include <optional>
#include <utility>

#include "gongkai/workflow/v1/workflow_service.grpc.pb.h"
#include "services/lib/rpc/stream_kinds.h"
#include "services/lib/rpc/subscription.h"
#include "services/publish/convert.h"

namespace gongkai::publish {
namespace {

namespace wf = workflow::v1;

using Stub = wf::WorkflowService::Stub;
using Changes = rpc::Subscription<Stub, wf::WatchChangesRequest, wf::WatchChangesResponse>;

wf::WatchChangesRequest From(std::int64_t position) {
  wf::WatchChangesRequest request;
  request.set_from_position(position);
  return request;
}

// Reads a change and writes the publication in it, in turn.
class PublicationStream final : public rpc::WriteStream<v1::WatchPublicationsResponse> {
 public:
  PublicationStream(rpc::Admission admission, runtime::Drain& drain, rpc::Peer& workflow,
                    std::int64_t from)
      : rpc::WriteStream<v1::WatchPublicationsResponse>(std::move(admission)),
        changes_(workflow, &Stub::async_interface::WatchChanges, From(from),
                 [](const wf::WatchChangesResponse& change) { return change.position(); }) {
    StartSendInitialMetadata();  // shows the client that the stream is open
    EndOn(drain);
  }

 private:
  void Next() override {
    if (error_) return End(*error_);
    if (next_) {
      sent_ = *std::exchange(next_, std::nullopt);
      return Write(sent_);
    }
    ReadChange();
  }

  // The client gets the end when nothing is left of the subscription, so that neither the peer nor
  // its channel is needed any more once the server has stopped.
  void Leave(const Status& why) override {
    if (error_) return End(why);
    changes_.HangUp();
    ReadChange();
  }

  void Interrupt() override { changes_.HangUp(); }

  void ReadChange() {
    Begin();
    changes_.Next([this, self = self()](Result<wf::WatchChangesResponse> change) {
      Complete([&] {
        if (change) {
          next_ = ToPublicChange(*change);
        } else {
          error_ = std::move(change).error();
        }
      });
    });
  }

  Changes changes_;
  std::optional<v1::WatchPublicationsResponse> next_;  // to be sent next
  v1::WatchPublicationsResponse sent_;
  std::optional<Error> error_;  // with which the subscription has ended
};

}  // namespace

grpc::ServerWriteReactor<v1::WatchPublicationsResponse>* StartPublicationStream(
    Result<rpc::Admission> admission, runtime::Drain& drain, rpc::Peer& workflow,
    std::int64_t from) {
  return rpc::StartStream<PublicationStream>(std::move(admission), drain, workflow, from);
}

}  // namespace gongkai::publish
