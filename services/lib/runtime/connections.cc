#include "services/lib/runtime/connections.h"

#include <fcntl.h>
#include <poll.h>
#include <spdlog/spdlog.h>
#include <sys/socket.h>

#include <algorithm>
#include <map>
#include <utility>

namespace gongkai::runtime {
namespace {

using std::chrono::steady_clock;

// gRPC sees the end, and closes its own descriptor.
void End(const Descriptor& socket) { shutdown(socket.number(), SHUT_RDWR); }

template <class Connection>
void ForgetTheEnded(std::deque<Connection>& connections) {
  std::vector<pollfd> polled;
  for (const Connection& each : connections) {
    polled.push_back({.fd = each.socket.number(), .events = 0});
  }
  if (poll(polled.data(), polled.size(), 0) <= 0) return;
  auto at = polled.begin();
  std::erase_if(connections, [&](const Connection&) { return (at++)->revents != 0; });
}

}  // namespace

Connections::Connections(const Options& options, Established established, OwnerOf owner_of)
    : options_(options),
      established_(std::move(established)),
      owner_of_(std::move(owner_of)),
      slots_({.limit = options.most, .limit_per_caller = options.most_of_owner}) {}

bool Connections::Add(int socket, ConnectionPeer peer) {
  Descriptor second(fcntl(socket, F_DUPFD_CLOEXEC, 0));
  if (!second.is_open()) return false;
  if (handshakes_.size() >= options_.most_handshakes) Settle();
  if (handshakes_.size() >= options_.most_handshakes) EndOneHandshake();
  handshakes_.push_back({.socket = std::move(second),
                         .peer = std::move(peer),
                         .until = steady_clock::now() + options_.patience,
                         .first_id = highest_id_ + 1});
  return true;
}

void Connections::EndOneHandshake() {
  if (handshakes_.empty()) return;
  const auto goes = FirstToGo(handshakes_);
  End(goes->socket);
  handshakes_.erase(goes);
}

void Connections::Settle() {
  ForgetTheEnded(handshakes_);
  ForgetTheEnded(open_);
  OpenTheEstablished();
  const auto now = steady_clock::now();
  for (; !handshakes_.empty() && handshakes_.front().until < now; handshakes_.pop_front()) {
    End(handshakes_.front().socket);
  }
}

void Connections::EndAll() {
  for (const Connection& each : handshakes_) End(each.socket);
  for (const Connection& each : open_) End(each.socket);
}

// An address names one connection at a time. Where gRPC still lists an ended one of that address,
// the newest is meant; a handshake that is taken for that one is counted early, to the same client.
void Connections::OpenTheEstablished() {
  if (handshakes_.empty()) return;
  std::map<std::string, std::int64_t> ids;  // by peer, the newest
  for (Transport& each : established_(handshakes_.front().first_id)) {
    highest_id_ = std::max(highest_id_, each.id);
    ids[std::move(each.peer)] = each.id;
  }
  for (Connection& each : handshakes_) {
    const auto found = ids.find(each.peer.name);
    if (found == ids.end() || found->second < each.first_id) continue;
    each.owner = owner_of_(found->second);
  }
  std::erase_if(handshakes_, [&](Connection& each) {
    if (!each.owner) return false;
    Open(each);
    return true;
  });
}

void Connections::Open(Connection& connection) {
  Result<Slots::Slot> slot = slots_.TryTake(*connection.owner);
  if (slot) {
    connection.slot.emplace(*std::move(slot));
    open_.push_back(std::move(connection));
    return;
  }
  End(connection.socket);
  if (!may_tell_()) return;
  spdlog::warn("new connections of {} are turned away: too many are open",
               connection.owner->empty() ? "certificates that name nobody" : *connection.owner);
}

}  // namespace gongkai::runtime
