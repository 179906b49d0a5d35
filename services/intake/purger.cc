#include "services/intake/purger.h"

#include <grpcpp/client_context.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <exception>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "gongkai/workflow/v1/workflow_service.grpc.pb.h"
#include "services/intake/content/disk.h"
#include "services/intake/ledger_following.h"
#include "workflow/base/digest.h"

namespace gongkai::intake {
namespace {

namespace wf = workflow::v1;
using Stub = wf::WorkflowService::Stub;
using std::chrono::steady_clock;

constexpr std::chrono::seconds kAfterFailure(10);
constexpr std::chrono::seconds kAgain(60);  // until a log that a reader needs is emptied again
// How far the ledger was followed is stored after so many changes, or at a change after so long.
constexpr int kChangesOfAStore = 1000;
constexpr std::chrono::seconds kBetweenStores(60);

// Says how far the ledger was followed, and stores it from time to time.
class Cursor {
 public:
  explicit Cursor(ContentStore& contents)
      : contents_(contents), followed_(contents.PurgesFollowedTo()) {}

  // Returns the position of the change before, or 0.
  std::int64_t from() const { return std::max<std::int64_t>(0, followed_.next - 1); }
  bool at_beginning() const { return followed_.next == 0; }
  const Followed& followed() const { return followed_; }

  // Returns whether this is the change before.
  bool IsBefore(const wf::WatchChangesResponse& change) const {
    return change.has_position() && change.position() == from() &&
           Describe(change) == followed_.last;
  }

  // Moves behind the change.
  void Pass(const wf::WatchChangesResponse& change) {
    followed_ = {.next = change.position() + 1, .last = Describe(change)};
    ++passed_;
  }

  // Stores the cursor if it has moved.
  void Store() {
    if (passed_ > 0) contents_.StorePurgesFollowed(followed_);
    IsStored();
  }
  void StoreNowAndThen() {
    if (passed_ >= kChangesOfAStore || steady_clock::now() - stored_ >= kBetweenStores) Store();
  }
  void IsStored() {
    passed_ = 0;
    stored_ = steady_clock::now();
  }

 private:
  ContentStore& contents_;
  Followed followed_;
  int passed_ = 0;  // changes that are not stored yet
  steady_clock::time_point stored_ = steady_clock::now();
};

Purge PurgeOf(const wf::WatchChangesResponse& change) {
  Purge purge{.digests = {}, .position = change.position()};
  for (const std::string& sha256 : change.purged_sha256()) {
    purge.digests.push_back(base::Digest::FromHex(sha256).value());
  }
  return purge;
}

// Moves the cursor behind the change, and destroys what the change names. Returns whether it names anything.
bool Take(const wf::WatchChangesResponse& change, const Places& places, Cursor& cursor) {
  cursor.Pass(change);
  if (change.action() != wf::PURGE) {
    cursor.StoreNowAndThen();
    return false;
  }
  const Purge purge = PurgeOf(change);
  const Removed removed = Destroy(places, purge, cursor.followed());
  cursor.IsStored();
  spdlog::info("destroyed {} contents, {} bodies, {} attachments, as entries/{} says",
               removed.contents, removed.bodies, removed.attachments, purge.position);
  return true;
}

}  // namespace

Purger::Purger(const Places& places, rpc::Peer& workflow)
    : places_(places),
      workflow_(workflow),
      thread_([this](const std::stop_token& stop) { Run(stop); }) {}

void Purger::Run(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    std::chrono::milliseconds pause = kAfterFailure;
    try {
      const Status followed = GuardDisk([&] {
        Finish();
        return Follow(stop);
      });
      if (followed) {
        pause = pauses_.Next();
      } else {
        spdlog::warn("purges are not followed: {}", followed.error().message);
      }
    } catch (const std::exception& failure) {
      spdlog::error("the purger failed: {}", failure.what());
    }
    Pause(stop, pause);
  }
}

void Purger::Finish() {
  if (!destroyed_again_) logs_hold_bytes_ = DestroyAgain(places_);
  destroyed_again_ = true;
  if (logs_hold_bytes_) logs_hold_bytes_ = !EmptyLogs(places_);
}

Status Purger::Follow(const std::stop_token& stop) {
  Cursor cursor(places_.contents);
  wf::WatchChangesRequest request;
  // The change that was followed last is read again: it tells whether this is the same ledger.
  request.set_from_position(cursor.from());
  request.set_with_progress(true);
  const rpc::Peer::StreamPlace place = workflow_.TakeStreamPlace();
  Stub stub(place.channel);
  const auto context = workflow_.NewStreamContext();
  if (logs_hold_bytes_) context->set_deadline(std::chrono::system_clock::now() + kAgain);
  const std::stop_callback cancel(stop, [&context] { context->TryCancel(); });
  const auto changes = stub.WatchChanges(context.get(), request);
  bool same = cursor.at_beginning();
  bool other = false;
  wf::WatchChangesResponse change;
  bool more = true;
  while ((more = changes->Read(&change))) {
    pauses_.Reset();
    if (!same) {
      same = cursor.IsBefore(change);
      other = !same;
      if (other) break;
    } else if (!change.has_position()) {
      cursor.Store();  // all that was there is read
      if (!std::exchange(told_, true)) {
        spdlog::info("what was to be destroyed before entries/{} is destroyed",
                     change.next_position());
      }
    } else if (Take(change, places_, cursor)) {
      logs_hold_bytes_ = !EmptyLogs(places_);
      if (logs_hold_bytes_) break;  // to come back in time
    }
  }
  if (more) context->TryCancel();  // one that has ended says why
  const grpc::Status status = changes->Finish();
  other = other || (!same && status.error_code() == grpc::StatusCode::INVALID_ARGUMENT);
  if (other) {
    spdlog::warn(
        "purges: the ledger is not the one that was followed: it is followed from its beginning");
    places_.contents.StorePurgesFollowed({});
    return {};
  }
  cursor.Store();
  if (status.error_code() == grpc::StatusCode::DEADLINE_EXCEEDED && logs_hold_bytes_) return {};
  std::optional<Error> end = rpc::EndOfSubscription(status, workflow_.service());
  return end ? Status(*std::move(end)) : Status();
}

}  // namespace gongkai::intake
