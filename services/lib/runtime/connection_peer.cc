#include "services/lib/runtime/connection_peer.h"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <array>
#include <cstdint>
#include <cstring>

namespace gongkai::runtime {
namespace {

constexpr std::size_t kIpv4Bytes = 4;
constexpr std::size_t kPrefixBytes = 8;
constexpr std::size_t kIpv4InMapped = 12;  // where the IPv4 address begins in ::ffff:192.0.2.1

std::string Printed(int family, const void* address) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  inet_ntop(family, address, text.data(), text.size());
  return text.data();
}

ConnectionPeer Ipv4Peer(const void* address, std::uint16_t port) {
  return {.name = fmt::format("ipv4:{}:{}", Printed(AF_INET, address), port),
          .source = std::string(static_cast<const char*>(address), kIpv4Bytes)};
}

ConnectionPeer Ipv6Peer(const sockaddr_in6& peer) {
  const char* address = reinterpret_cast<const char*>(&peer.sin6_addr);
  const std::uint16_t port = ntohs(peer.sin6_port);
  if (IN6_IS_ADDR_V4MAPPED(&peer.sin6_addr)) return Ipv4Peer(address + kIpv4InMapped, port);
  std::string host = Printed(AF_INET6, address);
  if (peer.sin6_scope_id != 0) host += fmt::format("%25{}", peer.sin6_scope_id);
  return {.name = fmt::format("ipv6:%5B{}%5D:{}", host, port),
          .source = std::string(address, kPrefixBytes)};
}

}  // namespace

ConnectionPeer PeerOf(int socket) {
  sockaddr_storage peer{};
  socklen_t length = sizeof peer;
  if (getpeername(socket, reinterpret_cast<sockaddr*>(&peer), &length) != 0) return {};
  if (peer.ss_family == AF_INET6) return Ipv6Peer(reinterpret_cast<const sockaddr_in6&>(peer));
  const auto& ipv4 = reinterpret_cast<const sockaddr_in&>(peer);
  return Ipv4Peer(&ipv4.sin_addr, ntohs(ipv4.sin_port));
}

}  // namespace gongkai::runtime
