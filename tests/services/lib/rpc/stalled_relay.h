// A relay between a client and a server that stops to pass on what the server sends.
#pragma once

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>

#include <array>
#include <atomic>
#include <cstdint>
#include <string>
#include <thread>

#include "services/lib/runtime/descriptor.h"

namespace gongkai::rpc {

// Passes one connection on to the server at `port` of this machine. Once stalled, it reads nothing
// more from the server, so that the server's writes block.
class StalledRelay {
 public:
  explicit StalledRelay(int port) : listening_(NewSocket()), server_(NewSocket()) {
    const sockaddr_in any = Address(0);
    EXPECT_EQ(bind(listening_.number(), reinterpret_cast<const sockaddr*>(&any), sizeof any), 0);
    EXPECT_EQ(listen(listening_.number(), 1), 0);
    // Little room, so that the server has to wait soon.
    const int room = 4096;
    setsockopt(server_.number(), SOL_SOCKET, SO_RCVBUF, &room, sizeof room);
    const sockaddr_in to = Address(port);
    EXPECT_EQ(connect(server_.number(), reinterpret_cast<const sockaddr*>(&to), sizeof to), 0);
    thread_ = std::jthread([this](const std::stop_token& stop) { Run(stop); });
  }

  std::string address() const {
    sockaddr_in at{};
    socklen_t length = sizeof at;
    getsockname(listening_.number(), reinterpret_cast<sockaddr*>(&at), &length);
    return "localhost:" + std::to_string(ntohs(at.sin_port));
  }
  void Stall() { stalled_ = true; }

 private:
  static runtime::Descriptor NewSocket() {
    return runtime::Descriptor(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  }
  static sockaddr_in Address(int port) {
    sockaddr_in address{.sin_family = AF_INET, .sin_port = htons(static_cast<std::uint16_t>(port))};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
  }

  void Run(const std::stop_token& stop) {
    runtime::Descriptor client(-1);
    while (!stop.stop_requested()) {
      if (!client.is_open()) {
        pollfd polled{.fd = listening_.number(), .events = POLLIN};
        if (poll(&polled, 1, 50) > 0) {
          client = runtime::Descriptor(accept(listening_.number(), nullptr, nullptr));
        }
        continue;
      }
      std::array<pollfd, 2> polled{{{.fd = client.number(), .events = POLLIN},
                                    {.fd = stalled_ ? -1 : server_.number(), .events = POLLIN}}};
      if (poll(polled.data(), polled.size(), 50) <= 0) continue;
      if (polled[0].revents != 0 && !Pass(client, server_)) return;
      if (polled[1].revents != 0 && !Pass(server_, client)) return;
    }
  }

  static bool Pass(const runtime::Descriptor& from, const runtime::Descriptor& to) {
    std::array<char, 4096> bytes;
    const ssize_t got = recv(from.number(), bytes.data(), bytes.size(), 0);
    if (got <= 0) return false;
    for (ssize_t sent = 0; sent < got;) {
      const auto left = static_cast<std::size_t>(got - sent);
      const ssize_t now = send(to.number(), bytes.data() + sent, left, MSG_NOSIGNAL);
      if (now <= 0) return false;
      sent += now;
    }
    return true;
  }

  const runtime::Descriptor listening_;
  const runtime::Descriptor server_;
  std::atomic<bool> stalled_ = false;
  std::jthread thread_;  // last: uses all of the above
};

}  // namespace gongkai::rpc
