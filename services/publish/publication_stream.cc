#include "services/publish/publication_stream.h"

#include <utility>

#include "services/lib/rpc/change_stream.h"
#include "services/publish/convert.h"

namespace gongkai::publish {

grpc::ServerWriteReactor<v1::WatchPublicationsResponse>* StartPublicationStream(
    Result<rpc::Admission> admission, runtime::Drain& drain, rpc::Peer& workflow,
    std::int64_t from) {
  rpc::ChangesWanted wanted;
  wanted.request.set_from_position(from);
  return rpc::StartStream<rpc::ChangeStream<v1::WatchPublicationsResponse>>(
      std::move(admission), drain, workflow, std::move(wanted),
      [](const workflow::v1::WatchChangesResponse& change, const rpc::CallerNow& /*caller*/) {
        return Result(ToPublicChange(change));
      });
}

}  // namespace gongkai::publish
