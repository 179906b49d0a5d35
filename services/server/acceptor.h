// Takes connections for gRPC, whose own listener is deaf for ever once the process has had no free
// descriptor for a moment.
#pragma once

#include <chrono>
#include <cstddef>
#include <deque>
#include <functional>
#include <stop_token>
#include <thread>
#include <vector>

#include "services/server/connection_peer.h"
#include "services/server/descriptor.h"
#include "services/server/handshakes.h"
#include "services/server/listener.h"

namespace gongkai::server {

// A connection waits here until the other side has sent the whole first record of a TLS handshake;
// what it sends otherwise closes it. So a connection that does nothing costs a descriptor only, and
// of those there are never more than `waiting`. After that gRPC has it, and until its handshake is
// done it is one of at most `handshakes.most`. Past either number, the oldest goes of the source
// (see ConnectionPeer) that has the most.
//
// The last descriptors below the process's limit are not given to connections, so that files can
// still be opened. Past that, new connections are closed at once; whatever happens, those that come
// when there is room again are taken. Where accepting is not possible for any other reason, the
// process ends with exit code 69.
class Acceptor {
 public:
  struct Options {
    std::size_t waiting = 256;
    std::chrono::milliseconds patience{5'000};  // with a connection that waits
    Handshakes::Options handshakes;
  };

  // Owns the descriptor that it is given; must not block.
  using Serve = std::function<void(int)>;

  // Takes connections until it is destroyed.
  Acceptor(Listener listener, const Options& options, Serve serve,
           Handshakes::Established established);

  int port() const { return listener_.port; }

 private:
  struct Waiting {
    Descriptor socket;
    ConnectionPeer peer;
    std::chrono::steady_clock::time_point until;
    short events;  // that it has, as poll tells
  };

  void Run(const std::stop_token& stop);
  void Poll();
  void ServeTheReady();
  void HandOver(Waiting& ready);
  void SettleHandshakes();
  void Accept(int listening);
  void MakeRoom(const char* why);

  const Listener listener_;
  const Options options_;
  const Serve serve_;
  const Descriptor stopped_;     // readable when Run is to end
  std::vector<int> ready_;       // the sockets that connections wait at
  std::deque<Waiting> waiting_;  // oldest first
  Handshakes handshakes_;
  std::chrono::steady_clock::time_point settled_{};  // when the handshakes last were
  bool paused_ = false;                              // no room: nothing is accepted for a moment
  std::chrono::steady_clock::time_point told_{};     // when the log last said so
  std::jthread thread_;                              // last: it uses all of the above
};

}  // namespace gongkai::server
