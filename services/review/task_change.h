// Says what a change of the ledger is to the queues of reviewers. No other code does.
#pragma once

#include <optional>
#include <vector>

#include "gongkai/review/v1/review_service.pb.h"
#include "gongkai/workflow/v1/workflow_service.pb.h"
#include "services/review/stage.h"

namespace gongkai::review {

using StageList = std::vector<const StageInfo*>;

// Returns the message about the change for whoever has these queues, or nullopt if the change
// concerns none of them. Of a message without a change returns one that has only next_position.
std::optional<v1::WatchTasksResponse> ToTaskChange(const workflow::v1::WatchChangesResponse& change,
                                                   const StageList& queues);

}  // namespace gongkai::review
