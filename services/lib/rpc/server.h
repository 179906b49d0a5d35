// A gRPC server of ours: its port, its limits and its shutdown.
#pragma once

#include <grpcpp/channel.h>
#include <grpcpp/impl/service_type.h>
#include <grpcpp/security/server_credentials.h>
#include <grpcpp/server.h>

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "services/lib/rpc/health.h"
#include "services/lib/rpc/reflection.h"
#include "services/lib/runtime/acceptor.h"
#include "services/lib/runtime/drain.h"
#include "services/lib/runtime/listener.h"
#include "workflow/error/result.h"

namespace gongkai::rpc {

// Serves the services that Start gets, and also health and reflection (v1 and v1alpha).
//
// Each connection has at most 256 calls at once. A call has at most 8 KiB of headers. A request has
// at most `max_request_bytes` and must not be compressed. A client has 5 s to begin a TLS handshake
// and 10 s to finish the handshake. A connection ends after 10 min without a call. Acceptor bounds
// the number of connections (see Acceptor and Connections). What gRPC has received over all
// connections and not yet parsed is at most 256 MiB. Past that limit, whole connections are
// dropped.
//
//   const auto server = Server::Start({.address = address, .credentials = credentials}, drain,
//                                     std::move(services));
//   if (!server) return server.error();
//   WaitForStop();
//   (*server)->Stop(std::chrono::seconds(10));
class Server {
 public:
  struct Options {
    std::string address;  // HOST:PORT, port 0: any free one; empty: only InProcessChannel
    std::shared_ptr<grpc::ServerCredentials> credentials;  // of the port
    int max_request_bytes = 1 << 20;
    bool ready = true;  // what health says from the first call on; see Health::SetReady
    // How long a call may take to end after Stop has cancelled it.
    std::chrono::milliseconds longest_end{5'000};
  };

  // Binds the address and starts to serve. `drain` and all that the services use must outlive the
  // server. Errors: INTERNAL (the address cannot be used; the message is for the operator). Throws
  // std::runtime_error if gRPC does not start.
  static Result<std::unique_ptr<Server>> Start(
      const Options& options, runtime::Drain& drain,
      std::vector<std::unique_ptr<grpc::Service>> services);

  ~Server();  // Stops without a budget, unless Stop has been called.

  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  // Sets health to NOT_SERVING, refuses new calls, ends streams, and gives calls under way `budget`
  // to finish. Then cancels the calls that are left, ends the connections that are left a second
  // later, and returns when every call is done. A process in which a call is not done
  // Options::longest_end after it was cancelled has a bug, and exits with code 70. Idempotent. One
  // thread at a time.
  void Stop(std::chrono::milliseconds budget);

  // Returns a channel for services of the same process, without a socket and without TLS. The
  // channel works until Stop. Must not be called after Stop.
  std::shared_ptr<grpc::Channel> InProcessChannel();

  // Returns the port of the server, or 0 without an address and after Stop.
  int port() const { return acceptor_ ? acceptor_->port() : 0; }
  Health& health() { return health_; }

 private:
  Server(runtime::Drain& drain, std::vector<std::unique_ptr<grpc::Service>> services);

  void Serve(const Options& options, std::optional<runtime::Listener> listener);

  runtime::Drain& drain_;
  std::chrono::milliseconds longest_end_{};
  const std::vector<std::unique_ptr<grpc::Service>> services_;
  Health health_;
  Reflection reflection_;
  std::unique_ptr<grpc::Server> server_;         // uses all members above
  std::unique_ptr<runtime::Acceptor> acceptor_;  // last: feeds server_; null without an address
};

}  // namespace gongkai::rpc
