#include "services/lib/rpc/peer_health.h"

#include <grpc/health/v1/health.grpc.pb.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <utility>

namespace gongkai::rpc {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kPeriod(500);
constexpr milliseconds kPatience(1000);  // with one answer
constexpr int kFailures = 2;             // one alone may be a busy moment

bool Serves(Peer& peer, const std::stop_token& stop) {
  const std::unique_ptr<grpc::ClientContext> context = peer.NewStreamContext();
  context->set_deadline(std::chrono::system_clock::now() + kPatience);
  const std::stop_callback cancel(stop, [&] { context->TryCancel(); });
  grpc::health::v1::HealthCheckResponse response;
  const grpc::Status status =
      grpc::health::v1::Health::NewStub(peer.channel())->Check(context.get(), {}, &response);
  return status.ok() && response.status() == grpc::health::v1::HealthCheckResponse::SERVING;
}

}  // namespace

PeerHealth::PeerHealth(Health& health, std::vector<Peer*> peers)
    : health_(health), peers_(std::move(peers)) {
  if (peers_.empty()) return;
  health_.SetReady(/*ready=*/false);
  thread_ = std::jthread([this](const std::stop_token& stop) { Run(stop); });
}

// The peer that does not serve or is not reached, or null.
Peer* PeerHealth::FindFailing(const std::stop_token& stop) {
  const auto failing =
      std::ranges::find_if(peers_, [&](Peer* peer) { return !Serves(*peer, stop); });
  return failing == peers_.end() ? nullptr : *failing;
}

void PeerHealth::Run(const std::stop_token& stop) {
  std::mutex mutex;
  std::condition_variable_any wake;
  std::unique_lock lock(mutex);
  int failures = kFailures;
  do {
    const Peer* const failing = FindFailing(stop);
    if (stop.stop_requested()) return;
    if (failing == nullptr && failures >= kFailures) spdlog::info("every peer is reached; serving");
    failures = failing == nullptr ? 0 : failures + 1;
    if (failures == kFailures) {
      spdlog::warn("{} is not reached, or does not serve; not serving", failing->service());
    }
    health_.SetReady(failures < kFailures);
  } while (!wake.wait_for(lock, stop, kPeriod, [&] { return stop.stop_requested(); }));
}

}  // namespace gongkai::rpc
