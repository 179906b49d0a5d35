#include "services/review/task_change.h"

#include <algorithm>

namespace gongkai::review {
namespace {

namespace wf = workflow::v1;

v1::TaskChange ChangeIn(const StageInfo& stage, const wf::WatchChangesResponse& change) {
  const bool before = stage.Holds(change.from_state());
  const bool after = stage.Holds(change.to_state());
  if (before && after) return v1::CHANGED;
  if (after) return v1::ENTERED;
  return before ? v1::LEFT : v1::TASK_CHANGE_UNSPECIFIED;
}

}  // namespace

std::optional<v1::WatchTasksResponse> ToTaskChange(const wf::WatchChangesResponse& change,
                                                   const StageList& queues) {
  v1::WatchTasksResponse told;
  told.set_next_position(change.next_position());
  if (!change.has_position()) return told;
  for (const StageInfo* stage : queues) {
    const v1::TaskChange what = ChangeIn(*stage, change);
    if (what == v1::TASK_CHANGE_UNSPECIFIED) continue;
    v1::TaskEvent& event = *told.add_task_events();
    event.set_task(TaskNameOf(change.report(), *stage));
    event.set_stage(stage->stage);
    event.set_change(what);
  }
  if (told.task_events().empty()) return std::nullopt;
  std::ranges::stable_partition(*told.mutable_task_events(), [](const v1::TaskEvent& event) {
    return event.change() == v1::LEFT;
  });
  told.set_position(change.position());
  told.set_report(change.report());
  told.set_action(change.action());
  told.set_from_state(change.from_state());
  told.set_to_state(change.to_state());
  told.set_actor(change.actor());
  *told.mutable_time() = change.time();
  told.set_content_sha256(change.content_sha256());
  return told;
}

}  // namespace gongkai::review
