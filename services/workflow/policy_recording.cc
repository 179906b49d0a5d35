#include "services/workflow/policy_recording.h"

#include <spdlog/spdlog.h>

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <string>

namespace gongkai::workflow {
namespace {

constexpr std::chrono::seconds kRetryAfter(1);

}  // namespace

struct PolicyRecording::Refused {
  // Thread-safe.
  void Note() {
    {
      const std::scoped_lock lock(mutex);
      any = true;
    }
    noted.notify_one();
  }

  std::mutex mutex;
  std::condition_variable_any noted;
  bool any = false;  // since the last trial; guarded by mutex
};

PolicyRecording::PolicyRecording(const identity::PolicyFile& policy, ledger::Ledger& ledger)
    : ledger_(ledger),
      refused_(std::make_shared<Refused>()),
      retrying_([this](const std::stop_token& stop) { Retry(stop); }),
      policy_changes_(policy.OnChange([this] { Record(Trial::kFirst); })) {
  Record(Trial::kFirst);
}

void PolicyRecording::Record(Trial trial) {
  const auto refuse = [refused = refused_, trial](const std::string& why) {
    if (trial == Trial::kFirst) spdlog::error("the policy is not recorded yet: {}", why);
    refused->Note();
  };
  const bool queued = ledger_.KeepPolicy([refuse](const Result<ledger::Outcome>& recorded) {
    if (!recorded) refuse(recorded.error().message);
  });
  if (!queued) refuse("too many commands wait");
}

void PolicyRecording::Retry(const std::stop_token& stop) {
  std::unique_lock lock(refused_->mutex);
  while (refused_->noted.wait(lock, stop, [this] { return refused_->any; })) {
    refused_->noted.wait_for(lock, stop, kRetryAfter, [] { return false; });
    if (stop.stop_requested()) return;
    refused_->any = false;
    lock.unlock();
    Record(Trial::kAgain);
    lock.lock();
  }
}

}  // namespace gongkai::workflow
