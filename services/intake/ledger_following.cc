#include "services/intake/ledger_following.h"

#include <google/protobuf/util/time_util.h>

#include <condition_variable>
#include <mutex>

namespace gongkai::intake {

std::string Describe(const workflow::v1::WatchChangesResponse& change) {
  return change.report() + ' ' + change.content_sha256() + ' ' + change.actor() + ' ' +
         google::protobuf::util::TimeUtil::ToString(change.time());
}

void Pause(const std::stop_token& stop, std::chrono::milliseconds time) {
  std::mutex mutex;
  std::condition_variable_any stopped;
  std::unique_lock lock(mutex);
  stopped.wait_for(lock, stop, time, [] { return false; });
}

}  // namespace gongkai::intake
