#include "services/lib/runtime/listener.h"

#include <fmt/format.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <cerrno>
#include <cstdint>
#include <memory>
#include <system_error>
#include <utility>

#include "workflow/error/errors.h"

namespace gongkai::runtime {
namespace {

constexpr int kUserTimeoutMs = 120'000;  // for a peer to acknowledge what it was sent

using Addresses = std::unique_ptr<addrinfo, decltype(&freeaddrinfo)>;

Addresses Resolve(const std::string& address, std::string& why) {
  const std::size_t colon = address.rfind(':');
  std::string host = address.substr(0, colon);
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  const addrinfo hints{.ai_flags = AI_PASSIVE | AI_NUMERICSERV, .ai_socktype = SOCK_STREAM};
  addrinfo* found = nullptr;
  const int error = getaddrinfo(host.c_str(), address.substr(colon + 1).c_str(), &hints, &found);
  if (error != 0) why = gai_strerror(error);
  return {found, &freeaddrinfo};
}

void SetPort(addrinfo& at, int port) {
  const std::uint16_t number = htons(static_cast<std::uint16_t>(port));
  if (at.ai_family == AF_INET) {
    reinterpret_cast<sockaddr_in*>(at.ai_addr)->sin_port = number;
  } else {
    reinterpret_cast<sockaddr_in6*>(at.ai_addr)->sin6_port = number;
  }
}

int PortOf(const Descriptor& socket) {
  sockaddr_storage bound{};
  socklen_t length = sizeof bound;
  getsockname(socket.number(), reinterpret_cast<sockaddr*>(&bound), &length);
  return ntohs(bound.ss_family == AF_INET ? reinterpret_cast<sockaddr_in*>(&bound)->sin_port
                                          : reinterpret_cast<sockaddr_in6*>(&bound)->sin6_port);
}

void Set(const Descriptor& socket, int level, int option, int value) {
  setsockopt(socket.number(), level, option, &value, sizeof value);
}

// A socket that listens there; or none, and errno says why. Connections inherit its options.
Descriptor ListenAt(const addrinfo& at) {
  Descriptor socket(::socket(at.ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  if (!socket.is_open()) return socket;
  Set(socket, SOL_SOCKET, SO_REUSEADDR, 1);  // past what is left of closed connections
  Set(socket, IPPROTO_TCP, TCP_NODELAY, 1);
  Set(socket, IPPROTO_TCP, TCP_USER_TIMEOUT, kUserTimeoutMs);
  if (at.ai_family == AF_INET6) {
    const auto* address = reinterpret_cast<const sockaddr_in6*>(at.ai_addr);
    Set(socket, IPPROTO_IPV6, IPV6_V6ONLY, IN6_IS_ADDR_UNSPECIFIED(&address->sin6_addr) ? 0 : 1);
  }
  if (bind(socket.number(), at.ai_addr, at.ai_addrlen) != 0 ||
      listen(socket.number(), SOMAXCONN) != 0) {
    return Descriptor(-1);
  }
  return socket;
}

}  // namespace

Result<Listener> Listen(const std::string& address) {
  std::string why = "it has no address";
  const Addresses addresses = Resolve(address, why);
  Listener listener{.port = 0};
  for (addrinfo* at = addresses.get(); at != nullptr; at = at->ai_next) {
    if (at->ai_family != AF_INET && at->ai_family != AF_INET6) continue;
    if (!listener.sockets.empty()) SetPort(*at, listener.port);
    Descriptor socket = ListenAt(*at);
    if (!socket.is_open()) {
      why = std::generic_category().message(errno);
      if (errno == EADDRINUSE) {
        listener.sockets.clear();
        break;
      }
      continue;  // "localhost" may name an address that this machine has not got
    }
    listener.port = PortOf(socket);
    listener.sockets.push_back(std::move(socket));
  }
  if (!listener.sockets.empty()) return listener;
  return errors::Internal(
      fmt::format("Cannot serve on {} ({}): another process has the port, or the address is not "
                  "this machine's.",
                  address, why));
}

}  // namespace gongkai::runtime
