// Accepts connections in place of gRPC. The listener of gRPC never accepts again once the process
// has had no free descriptor for a moment.
#pragma once

#include <chrono>
#include <cstddef>
#include <deque>
#include <functional>
#include <stop_token>
#include <thread>
#include <vector>

#include "services/lib/runtime/connection_peer.h"
#include "services/lib/runtime/connections.h"
#include "services/lib/runtime/descriptor.h"
#include "services/lib/runtime/listener.h"
#include "services/lib/runtime/once_a_minute.h"

namespace gongkai::runtime {

// Accepts connections, bounds their number, and hands those that begin a TLS handshake to gRPC.
//
// A new connection waits here until the client has sent the whole first record of a TLS handshake.
// A connection that sends anything else, or that takes longer than `patience`, is closed. A waiting
// connection therefore costs only a descriptor, and at most `waiting` connections wait. Then gRPC
// gets the connection. Until the handshake is done, the connection is one of at most
// `connections.most_handshakes`. If either number is reached, the oldest connection of the source
// with the most connections is closed (see ConnectionPeer). Once the handshake is done, the
// connection counts as one of its owner, and is closed if the owner has too many (see Connections).
//
// Connections never get the last descriptors below the process's limit (a quarter of the limit, at
// most 256), so that files can still be opened. If no other descriptor is free, a new connection is
// closed at once, and so is one older connection. Connections that arrive when there is room again
// are accepted. If the listening socket itself fails, the process exits with code 69.
class Acceptor {
 public:
  struct Options {
    std::size_t waiting = 256;
    std::chrono::milliseconds patience{5'000};  // longest wait of one connection
    Connections::Options connections;
  };

  // Hands a connection to gRPC and takes ownership of the descriptor. Must not block. Called on the
  // thread of the Acceptor.
  using Serve = std::function<void(int)>;

  // Accepts connections until the destructor. Throws std::system_error if the event descriptor
  // cannot be opened.
  Acceptor(Listener listener, const Options& options, Serve serve,
           Connections::Established established, Connections::OwnerOf owner_of);

  int port() const { return listener_.port; }

  // Stops accepting connections and frees the port. Connections that have been handed over stay
  // open. Idempotent.
  void Stop();

  // Ends all connections that have been handed over. Call Stop first.
  void EndConnections() { connections_.EndAll(); }

 private:
  struct Waiting {
    Descriptor socket;
    ConnectionPeer peer;
    std::chrono::steady_clock::time_point until;
    short events;  // the last result of poll
  };

  void Run(const std::stop_token& stop);
  void Poll();
  int Timeout() const;  // of poll, in ms
  void ServeTheReady();
  void HandOver(Waiting& ready);
  void Settle();
  void Accept(int listening);
  void MakeRoom(const char* why);

  Listener listener_;
  const Options options_;
  const Serve serve_;
  const Descriptor stopped_;     // readable when Run must end
  std::vector<int> ready_;       // the listening sockets at which connections wait
  std::deque<Waiting> waiting_;  // oldest first
  Connections connections_;      // used by Run, afterwards by EndConnections
  std::chrono::steady_clock::time_point settled_{};  // when the connections were settled last
  bool paused_ = false;                              // no room: accepting pauses for a moment
  OnceAMinute may_tell_of_room_;
  OnceAMinute may_tell_of_counting_;
  std::jthread thread_;  // last: uses all members above
};

}  // namespace gongkai::runtime
