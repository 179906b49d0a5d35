// An office's work as one client does it: reports are filed, edited, reviewed, returned, corrected,
// published, retracted and replaced, whatever happens to the processes meanwhile.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "gongkai/intake/v1/intake_service.grpc.pb.h"
#include "gongkai/publish/v1/publish_service.grpc.pb.h"
#include "gongkai/review/v1/review_service.grpc.pb.h"
#include "tests/e2e/cluster.h"
#include "tests/fault/acknowledged.h"
#include "tests/fault/persistent.h"

namespace gongkai::fault {

// The kinds of calls that it makes, as they are tallied.
inline constexpr std::array kCalls{"create",    "edit",          "attach",          "submit",
                                   "read task", "approve legal", "approve secrecy", "return",
                                   "publish",   "retract"};

class Clerk {
 public:
  // `cluster` and `tallies` must outlive this.
  Clerk(e2e::Cluster& cluster, Tallies& tallies, std::uint64_t seed);

  // Takes one report after the other through its life, and finishes the last after `stop` is
  // requested. On a thread of its own. An answer that there should not have been ends it.
  void Work(const std::stop_token& stop);

  // After Work has returned: what was acknowledged, in the order of the calls; how many lives were
  // finished; and what ended the work, empty if nothing did.
  const std::vector<Acknowledged>& acknowledged() const { return acknowledged_; }
  int finished() const { return finished_; }
  const std::string& failure() const { return failure_; }

 private:
  void TakeThroughItsLife();
  void BringToReview();
  void Create();
  void Edit();
  void Attach();
  void Submit();
  review::v1::Task ReadTask(const std::string& stage);
  // Calls each finding of the leak check a false alarm.
  void Adjudicate();
  void Approve(const std::string& stage);
  void Return(const std::string& stage);
  void Publish();
  void Retract();

  // Half of the callers say which state of the report they mean.
  std::string EtagOrNone() { return client_.OnceIn(2) ? now_.etag : ""; }
  review::v1::ReviewService::Stub& Reviewer(const std::string& stage) {
    return stage == "legal" ? *legal_ : *secrecy_;
  }

  template <class Response>
  void Keep(const std::string& request_id, workflow::v1::Action action, const Response& response);

  Persistent client_;
  std::unique_ptr<intake::v1::IntakeService::Stub> drafter_;
  std::unique_ptr<review::v1::ReviewService::Stub> legal_;
  std::unique_ptr<review::v1::ReviewService::Stub> secrecy_;
  std::unique_ptr<publish::v1::PublishService::Stub> publisher_;

  Acknowledged now_;       // the newest of the report at hand
  Acknowledged replaced_;  // the published report that the one at hand corrects; none: empty
  std::vector<Acknowledged> acknowledged_;
  int finished_ = 0;
  std::string failure_;
};

}  // namespace gongkai::fault
