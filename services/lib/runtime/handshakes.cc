#include "services/lib/runtime/handshakes.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <map>

namespace gongkai::runtime {
namespace {

using std::chrono::steady_clock;

// gRPC sees the end, and closes its own descriptor.
void End(const Descriptor& socket) { shutdown(socket.number(), SHUT_RDWR); }

bool HasEnded(const Descriptor& socket) {
  pollfd polled{.fd = socket.number(), .events = 0};
  return poll(&polled, 1, 0) > 0;
}

}  // namespace

bool Handshakes::Add(int socket, ConnectionPeer peer) {
  Descriptor second(fcntl(socket, F_DUPFD_CLOEXEC, 0));
  if (!second.is_open()) return false;
  if (pending_.size() >= options_.most) Settle();
  if (pending_.size() >= options_.most) EndOne();
  pending_.push_back({.socket = std::move(second),
                      .peer = std::move(peer),
                      .until = steady_clock::now() + options_.patience,
                      .first_id = highest_id_ + 1});
  return true;
}

void Handshakes::EndOne() {
  if (pending_.empty()) return;
  const auto goes = FirstToGo(pending_);
  End(goes->socket);
  pending_.erase(goes);
}

void Handshakes::Settle() {
  std::erase_if(pending_, [](const Pending& each) { return HasEnded(each.socket); });
  MoveTheEstablished();
  const auto now = steady_clock::now();
  for (; !pending_.empty() && pending_.front().until < now; pending_.pop_front()) {
    End(pending_.front().socket);
  }
}

void Handshakes::MoveTheEstablished() {
  if (pending_.empty()) return;
  std::map<std::string, std::int64_t> ids;  // by peer; of two, the newest one is open
  for (Transport& each : established_(pending_.front().first_id)) {
    highest_id_ = std::max(highest_id_, each.id);
    ids[std::move(each.peer)] = each.id;
  }
  std::erase_if(pending_, [&](Pending& each) {
    const auto found = ids.find(each.peer.name);
    if (found == ids.end()) return false;
    done_.push_back({.id = found->second, .socket = std::move(each.socket)});
    return true;
  });
}

}  // namespace gongkai::runtime
