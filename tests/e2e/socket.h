// Connections below gRPC.
#pragma once

#include <chrono>
#include <filesystem>
#include <string>
#include <string_view>

namespace gongkai::e2e {

// A bare TCP connection, as somebody opens it who does not speak gRPC.
class Socket {
 public:
  // Connects to HOST:PORT; throws if nobody listens.
  explicit Socket(const std::string& address);
  ~Socket();

  Socket(Socket&& other) noexcept;
  Socket& operator=(Socket&&) = delete;

  // What a peer that has closed does not take is lost.
  void Send(std::string_view bytes);
  // Reads what comes until the peer closes: true; or, in that time, does not: false.
  bool ClosesWithin(std::chrono::seconds patience);

 private:
  int descriptor_;
};

// The certificate, in PEM, that the server shows in a new handshake with who has `folder`
// (cert.pem, key.pem, ca.pem). Empty: the handshake failed.
std::string CertificateShownBy(const std::string& address, const std::filesystem::path& folder);

}  // namespace gongkai::e2e
