#include "services/review/task_stream.h"

#include <limits>
#include <optional>
#include <set>
#include <utility>

#include "services/lib/request/fields.h"
#include "services/lib/rpc/change_stream.h"
#include "services/review/stage.h"
#include "services/review/task_change.h"
#include "workflow/error/errors.h"
#include "workflow/machine/states.h"

namespace gongkai::review {
namespace {

namespace wf = workflow::v1;

// Returns the stages that the stream tells of: those asked for, or else those whose queues the
// caller has.
// Errors: ROLE_REQUIRED.
Result<StageList> QueuesOf(const machine::Actor& caller, const v1::WatchTasksRequest& request) {
  StageList queues;
  for (const int asked : request.stages()) {
    const StageInfo& stage = InfoOf(static_cast<v1::Stage>(asked));
    if (!HasQueue(stage, caller)) {
      return errors::RoleRequired(caller.id.text(), machine::ToString(stage.reviewer),
                                  "WatchTasks");
    }
    queues.push_back(&stage);
  }
  for (const StageInfo& stage : Stages()) {
    if (request.stages().empty() && HasQueue(stage, caller)) queues.push_back(&stage);
  }
  return queues;
}

// Says what the ledger is asked for.
rpc::ChangesWanted WantedBy(const machine::Actor& caller, const v1::WatchTasksRequest& request,
                            const StageList& queues) {
  rpc::ChangesWanted wanted{.request = {}, .caller = caller, .right = {}};
  // Also of those that were not asked for by name: whoever lost a queue would not hear of what came
  // into it meanwhile.
  wanted.right = [queues](const machine::Actor& now) -> Status {
    for (const StageInfo* queue : queues) {
      if (HasQueue(*queue, now)) continue;
      return errors::RoleRequired(now.id.text(), machine::ToString(queue->reviewer), "WatchTasks");
    }
    return {};
  };
  wanted.request.set_new_only(!request.has_from_position());
  wanted.request.set_from_position(request.from_position());
  wanted.request.set_with_progress(true);
  for (const StageInfo* queue : queues) {
    for (const wf::State state : queue->states) wanted.request.add_states(state);
  }
  return wanted;
}

// Logs the admitted call as one that is refused.
Error Refuse(const rpc::Admission& admission, const Error& why) {
  rpc::LogCall(admission.call, why);
  return why;
}

}  // namespace

Status CheckFields(const v1::WatchTasksRequest& request) {
  request::FieldCheck check;
  check.Range("from_position", request.from_position(), 0,
              std::numeric_limits<std::int64_t>::max());
  for (const int stage : request.stages()) check.Enum("stages", stage, v1::Stage_IsValid);
  const std::set<int> distinct(request.stages().begin(), request.stages().end());
  check.Require(distinct.size() == static_cast<std::size_t>(request.stages_size()), "stages",
                {"Must be all different.", "必须各不相同。"});
  return check.Done();
}

grpc::ServerWriteReactor<v1::WatchTasksResponse>* StartTaskStream(
    Result<rpc::Admission> admission, runtime::Drain& drain, rpc::Peer& workflow,
    const v1::WatchTasksRequest& request) {
  rpc::ChangesWanted wanted;
  StageList queues;
  if (admission) {
    const machine::Actor& caller = admission->call.caller;
    Result<StageList> has = QueuesOf(caller, request);
    if (has) {
      queues = *std::move(has);
      wanted = WantedBy(caller, request, queues);
    } else {
      admission = Refuse(*admission, has.error());
    }
  }
  return rpc::StartStream<rpc::ChangeStream<v1::WatchTasksResponse>>(
      std::move(admission), drain, workflow, std::move(wanted),
      [queues](const wf::WatchChangesResponse& change,
               const rpc::CallerNow& caller_now) -> Result<std::optional<v1::WatchTasksResponse>> {
        const Result<machine::Actor> caller = caller_now();
        if (!caller) return caller.error();
        for (const StageInfo* queue : queues) {
          if (HasQueue(*queue, *caller)) continue;
          return errors::RoleRequired(caller->id.text(), machine::ToString(queue->reviewer),
                                      "WatchTasks");
        }
        return ToTaskChange(change, queues);
      });
}

}  // namespace gongkai::review
