#include "services/intake/api/report_watch.h"

#include <limits>
#include <optional>
#include <utility>

#include "services/lib/request/fields.h"
#include "services/lib/rpc/change_stream.h"

namespace gongkai::intake {
namespace {

namespace wf = workflow::v1;

v1::WatchReportsResponse ToReportChange(const wf::WatchChangesResponse& change) {
  v1::WatchReportsResponse told;
  told.set_next_position(change.next_position());
  if (!change.has_position()) return told;
  told.set_position(change.position());
  told.set_report(change.report());
  told.set_action(change.action());
  told.set_from_state(change.from_state());
  told.set_to_state(change.to_state());
  told.set_actor(change.actor());
  *told.mutable_time() = change.time();
  told.set_content_sha256(change.content_sha256());
  told.set_related_report(change.related_report());
  return told;
}

}  // namespace

Status CheckFields(const v1::WatchReportsRequest& request) {
  return request::FieldCheck()
      .Range("from_position", request.from_position(), 0, std::numeric_limits<std::int64_t>::max())
      .Done();
}

grpc::ServerWriteReactor<v1::WatchReportsResponse>* StartReportWatch(
    Result<rpc::Admission> admission, runtime::Drain& drain, rpc::Peer& workflow,
    const v1::WatchReportsRequest& request) {
  rpc::ChangesWanted wanted;
  wanted.request.set_new_only(!request.has_from_position());
  wanted.request.set_from_position(request.from_position());
  wanted.request.set_with_progress(true);
  wanted.request.set_own_department(true);
  if (admission) wanted.caller = admission->call.caller;
  return rpc::StartStream<rpc::ChangeStream<v1::WatchReportsResponse>>(
      std::move(admission), drain, workflow, std::move(wanted),
      [](const wf::WatchChangesResponse& change, const rpc::CallerNow& /*caller*/) {
        return Result(std::optional(ToReportChange(change)));
      });
}

}  // namespace gongkai::intake
