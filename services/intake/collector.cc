#include "services/intake/collector.h"

#include <grpcpp/client_context.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <exception>
#include <map>
#include <stop_token>
#include <string>
#include <utility>

#include "gongkai/workflow/v1/workflow_service.grpc.pb.h"
#include "services/intake/content/disk.h"
#include "services/intake/ledger_following.h"
#include "services/lib/request/time.h"
#include "services/lib/rpc/peer_call.h"
#include "workflow/base/digest.h"
#include "workflow/machine/actor.h"

namespace gongkai::intake {
namespace {

namespace wf = workflow::v1;
using Stub = wf::WorkflowService::Stub;
using std::chrono::system_clock;

constexpr int kMostAtOnce = 200;          // contents, bodies and attachments a round
constexpr std::size_t kKeptAtOnce = 500;  // changes followed in one transaction
constexpr std::chrono::milliseconds kBetweenRounds(200);  // while there is more to do
constexpr std::chrono::seconds kLongestPause(60);
constexpr std::chrono::seconds kLongestFollow(30);  // then the rest is for the next round

// This service itself: it asks for nobody else.
machine::Actor Self() { return {.id = base::ActorId::OfService("intake"), .service = "intake"}; }

}  // namespace

Collector::Collector(ContentStore& contents, BlobStore& blobs, rpc::Peer& workflow,
                     std::chrono::seconds grace)
    : contents_(contents),
      blobs_(blobs),
      workflow_(workflow),
      grace_(grace),
      started_(request::Now()),
      thread_([this](const std::stop_token& stop) { Run(stop); }) {}

void Collector::Run(const std::stop_token& stop) {
  const std::chrono::milliseconds pause =
      std::min<std::chrono::milliseconds>(grace_, kLongestPause);
  bool more = false;
  while (!stop.stop_requested()) {
    Pause(stop, more ? kBetweenRounds : pause);
    if (stop.stop_requested()) return;
    more = false;
    try {
      const Result<bool> round = GuardDisk([&] { return Round(stop); });
      if (round) {
        more = *round;
      } else if (!stop.stop_requested()) {
        spdlog::warn("nothing is collected: {}", round.error().message);
      }
    } catch (const std::exception& failure) {
      spdlog::error("the collector failed: {}", failure.what());
    }
  }
}

Result<bool> Collector::Round(const std::stop_token& stop) {
  const base::Time now = request::Now();
  // What a process before this one asked of the ledger may still be under way.
  if (now < started_ + grace_) return false;
  const base::Time before = now - grace_;
  const std::vector<LooseContent> loose = contents_.FindLoose(before, kMostAtOnce);
  Removed removed;
  bool more = loose.size() == kMostAtOnce;
  if (!loose.empty()) {
    const Result<std::vector<std::int64_t>> newest = NewestEntries(loose);
    if (!newest) return newest.error();
    const Result<std::int64_t> followed = Follow(*std::ranges::max_element(*newest), stop);
    if (!followed) return followed.error();
    std::vector<base::Digest> unnamed;  // those that are kept by now are not removed
    for (std::size_t i = 0; i < loose.size(); ++i) {
      if ((*newest)[i] < *followed) unnamed.push_back(loose[i].digest);
    }
    removed += contents_.RemoveContents(unnamed, before);
  }
  const Removed parts = contents_.RemoveParts(
      before, kMostAtOnce, [this](const base::Digest& digest) { blobs_.Remove(digest); });
  more = more || parts.bodies == kMostAtOnce || parts.attachments == kMostAtOnce;
  removed += parts;
  if (removed.count() > 0) {
    spdlog::info(
        "collected {} contents, {} bodies, {} attachments that no entry names: {} bytes in all",
        removed.contents, removed.bodies, removed.attachments, removed.bytes);
  }
  return more;
}

Result<std::vector<std::int64_t>> Collector::NewestEntries(const std::vector<LooseContent>& loose) {
  std::map<std::string, std::int64_t> positions;
  for (const LooseContent& content : loose) {
    for (const std::string& report : content.reports) {
      if (positions.contains(report)) continue;
      wf::GetRecordRequest request;
      request.set_name(report);
      const Result<wf::Record> record =
          rpc::CallPeer<Stub>(workflow_, Self(), system_clock::now() + rpc::Peer::kLongestCall,
                              &Stub::async_interface::GetRecord, request);
      if (!record && record.error().reason != Reason::kReportNotFound) return record.error();
      positions[report] = record ? record->newest_position() : -1;
    }
  }
  std::vector<std::int64_t> newest;
  for (const LooseContent& content : loose) {
    std::int64_t position = -1;
    for (const std::string& report : content.reports) {
      position = std::max(position, positions[report]);
    }
    newest.push_back(position);
  }
  return newest;
}

Result<std::int64_t> Collector::Follow(std::int64_t target, const std::stop_token& stop) {
  Followed followed = contents_.FollowedTo();
  wf::WatchChangesRequest request;
  // The change that was followed last is read again: it tells whether this is the same ledger.
  const std::int64_t from = std::max<std::int64_t>(0, followed.next - 1);
  request.set_from_position(from);
  Stub stub(workflow_.channel());
  const auto context = workflow_.NewStreamContext();
  context->set_deadline(system_clock::now() + kLongestFollow);
  const std::stop_callback cancel(stop, [&context] { context->TryCancel(); });
  const auto changes = stub.WatchChanges(context.get(), request);
  wf::WatchChangesResponse change;
  bool same = followed.next == 0;
  bool more = true;
  if (!same) {
    more = changes->Read(&change);
    same = more && change.position() == from && Describe(change) == followed.last;
  }
  std::vector<base::Digest> named;
  while (same && more && followed.next <= target) {
    more = changes->Read(&change);
    if (!more) break;
    followed = {.next = change.position() + 1, .last = Describe(change)};
    if (change.action() == wf::CREATE || change.action() == wf::EDIT) {
      named.push_back(base::Digest::FromHex(change.content_sha256()).value());
    }
    if (named.size() < kKeptAtOnce) continue;
    contents_.Keep(named, followed);
    named.clear();
  }
  if (more) context->TryCancel();  // one that has ended says why
  const grpc::Status status = changes->Finish();
  if (!same && (more || status.error_code() == grpc::StatusCode::INVALID_ARGUMENT)) {
    spdlog::warn("the ledger is not the one that was followed: it is followed from its beginning");
    contents_.Keep({}, {});
    return 0;
  }
  contents_.Keep(named, followed);
  // Ended before the target, and not for want of time.
  const bool late = status.error_code() == grpc::StatusCode::DEADLINE_EXCEEDED;
  if (!same || (followed.next <= target && !late)) {
    return rpc::FromPeer(status, workflow_.service());
  }
  return followed.next;
}

}  // namespace gongkai::intake
