// A gRPC server of ours: its port, its limits, and its end.
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

#include "services/server/acceptor.h"
#include "services/server/drain.h"
#include "services/server/health.h"
#include "services/server/listener.h"
#include "services/server/reflection.h"
#include "workflow/error/result.h"

namespace gongkai::server {

// Serves the services it is given, and health and reflection (v1 and v1alpha) beside them.
//
// The limits of each connection: 256 calls at once, 8 KiB of headers, requests of
// `max_request_bytes`, none of them compressed, 5 s to begin a TLS handshake and 10 s to finish it
// (see Acceptor, which bounds their number), 10 min without a call. All connections together use at
// most 256 MiB, past which whole connections are dropped.
class Server {
 public:
  struct Options {
    std::string address;  // HOST:PORT, port 0: any free one; empty: only InProcessChannel
    std::shared_ptr<grpc::ServerCredentials> credentials;  // of the port
    int max_request_bytes = 1 << 20;
    bool ready = true;  // what health says from the first call on; see Health::SetReady
  };

  // Binds and serves. INTERNAL, with a message for the operator, when the address cannot be used.
  // `drain` must outlive the server; what the services use, too.
  static Result<std::unique_ptr<Server>> Start(
      const Options& options, Drain& drain, std::vector<std::unique_ptr<grpc::Service>> services);

  ~Server();  // Stop without a budget, unless it has been stopped

  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  // Turns health to NOT_SERVING, refuses new calls, ends streams, gives calls under way `budget` to
  // finish, and cancels what is left. Returns when every call is done; a process where that has not
  // happened within `budget` and some seconds has a bug, and is ended with exit code 70.
  void Stop(std::chrono::milliseconds budget);

  // Calls without a socket and without TLS, for services of the same process. Works until Stop.
  std::shared_ptr<grpc::Channel> InProcessChannel();

  int port() const { return acceptor_ ? acceptor_->port() : 0; }  // until Stop
  Health& health() { return health_; }

 private:
  Server(Drain& drain, std::vector<std::unique_ptr<grpc::Service>> services);

  void Serve(const Options& options, std::optional<Listener> listener);

  Drain& drain_;
  const std::vector<std::unique_ptr<grpc::Service>> services_;
  Health health_;
  Reflection reflection_;
  std::unique_ptr<grpc::Server> server_;  // it uses all of the above
  std::unique_ptr<Acceptor> acceptor_;    // last: it feeds the server; null without an address
};

}  // namespace gongkai::server
