// Ports for servers of tests that start again on the same port.
#pragma once

#include <fcntl.h>
#include <netinet/in.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>

namespace gongkai::support {

// Whether a server could listen on this port of 127.0.0.1 now.
inline bool CanListen(int port) {
  const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const int reuse = 1;  // a port whose connections have just ended is free
  setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &reuse, sizeof(reuse));
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(static_cast<in_port_t>(port));
  const bool bound = bind(socket, reinterpret_cast<sockaddr*>(&address), sizeof(address)) == 0;
  close(socket);
  return bound;
}

// Whether no other test has this port. The port belongs to this process until the process ends.
inline bool TakePort(int port) {
  const auto folder =
      std::filesystem::temp_directory_path() / ("gongkai-test-ports-" + std::to_string(getuid()));
  std::filesystem::create_directories(folder);
  const std::filesystem::path file = folder / std::to_string(port);
  const int lock = open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (lock < 0) return false;
  if (flock(lock, LOCK_EX | LOCK_NB) == 0) return true;  // stays open, and so locked
  close(lock);
  return false;
}

// Returns a port of 127.0.0.1 on which nobody listens. No other test gets the port as long as this
// process lives, and the kernel gives it to no connection, because it lies below the range from
// which the kernel takes ports. So a server that ends can start on it again. Throws if there is none.
inline int FreePort() {
  int lowest_of_kernel = 32768;
  std::ifstream("/proc/sys/net/ipv4/ip_local_port_range") >> lowest_of_kernel;
  constexpr int kLowest = 10'000;
  const int count = lowest_of_kernel - kLowest;
  static int next = getpid();  // tests that run beside each other begin at different ports
  for (int i = 0; i < count; ++i) {
    const int port = kLowest + next++ % count;
    if (CanListen(port) && TakePort(port)) return port;
  }
  throw std::runtime_error("no free port");
}

}  // namespace gongkai::support
