#include "services/workflow/revoking.h"

#include <spdlog/spdlog.h>

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <string>
#include <utility>
#include <variant>

#include "gongkai/workflow/v1/details.pb.h"
#include "services/lib/request/time.h"

namespace gongkai::workflow {
namespace {

constexpr std::chrono::seconds kRetryAfter(1);

// What the policy says of one identity, as the log's own service records it.
ledger::Command RevokeCommand(const base::ActorId& identity, const identity::Revocation& revoked) {
  v1::RevokeDetail detail;
  detail.set_identity(identity.text());
  *detail.mutable_since() = request::ToTimestamp(revoked.since);
  if (revoked.until) *detail.mutable_until() = request::ToTimestamp(*revoked.until);
  ledger::Command command{
      .subject = {.collection = std::string(ledger::Subject::kPolicy)},
      .action = machine::Action::kRevoke,
      .actor = {.id = base::ActorId::OfService("workflow"), .service = "workflow"},
      .detail = detail.SerializeAsString()};
  command.facts = ledger::ReadDetail(command.action, command.detail).value();
  return command;
}

}  // namespace

struct Revoking::Refused {
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

Revoking::Revoking(const identity::PolicyFile& policy, ledger::Ledger& ledger)
    : policy_(policy),
      ledger_(ledger),
      refused_(std::make_shared<Refused>()),
      retrying_([this](const std::stop_token& stop) { Retry(stop); }),
      policy_changes_(policy.OnChange([this] { Record(Trial::kFirst); })) {
  Record(Trial::kFirst);
}

void Revoking::Record(Trial trial) {
  const auto policy = policy_.current();
  for (const identity::Identity& identity : policy->identities()) {
    if (!identity.revoked) continue;
    const ledger::Command command = RevokeCommand(identity.id, *identity.revoked);
    const auto refuse = [refused = refused_, trial,
                         id = identity.id.text()](const std::string& why) {
      if (trial == Trial::kFirst) spdlog::error("{} is not revoked yet: {}", id, why);
      refused->Note();
    };
    const bool queued = ledger_.Revoke(command, std::get<ledger::Revocation>(command.facts),
                                       [refuse](const Result<ledger::Outcome>& recorded) {
                                         if (!recorded) refuse(recorded.error().message);
                                       });
    if (!queued) refuse("too many commands wait");
  }
}

void Revoking::Retry(const std::stop_token& stop) {
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
