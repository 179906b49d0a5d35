// Another of our services, as a client sees it.
#pragma once

#include <grpcpp/channel.h>
#include <grpcpp/client_context.h>
#include <grpcpp/security/credentials.h>

#include <atomic>
#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "services/server/caller.h"
#include "services/server/status.h"
#include "workflow/error/errors.h"

namespace gongkai::server {

// Safe for concurrent use by many threads. The peer need not be there: calls wait for it within
// their deadline, and it is dialled again when it has restarted.
class Peer {
 public:
  // No call to a peer takes longer, whatever its own caller would bear.
  static constexpr std::chrono::seconds kLongestCall{10};

  // No peer answers with more: a page of 1,000 reports with all their attachments fits.
  static constexpr int kMaxResponseBytes = 32 << 20;

  // At `address` (HOST:PORT), by MakeChannelCredentials. Only with `use_proxy` does the connection
  // go through a proxy that the environment names (https_proxy, grpc_proxy, …).
  Peer(std::string service, const std::string& address,
       const std::shared_ptr<grpc::ChannelCredentials>& credentials, bool use_proxy = false);

  // In this process. `credential` is what LocalToken::Credential gives for the service that calls.
  // No call may start once the channel's server has begun to stop: gRPC 1.51 crashes on it, so a
  // process stops and destroys whoever calls before the server that is called.
  Peer(std::string service, std::shared_ptr<grpc::Channel> channel, std::string credential);

  // Which service this is: "workflow".
  const std::string& service() const { return service_; }

  // A connection; where there are several, one for every two processors, the calls are spread.
  std::shared_ptr<grpc::Channel> channel();

  // For one call made for `caller`, whose id and way so far it carries. `deadline` is that of the
  // call that is being served. A caller that is a service is not passed on: the peer sees this
  // service itself.
  std::unique_ptr<grpc::ClientContext> NewContext(
      const Caller& caller, std::chrono::system_clock::time_point deadline) const;

  // For a subscription of this service itself: it has no deadline, so whoever reads it must be able
  // to TryCancel it.
  std::unique_ptr<grpc::ClientContext> NewStreamContext() const;

 private:
  const std::string service_;
  const std::string credential_;
  std::vector<std::shared_ptr<grpc::Channel>> channels_;
  std::atomic<std::size_t> next_ = 0;
};

// The error that `status`, which must not be OK, is to our own caller: a peer's own error
// unchanged, PEER_UNAVAILABLE when the peer was not reached in time.
inline Error FromPeer(const grpc::Status& status, std::string_view peer) {
  const bool late = status.error_code() == grpc::StatusCode::DEADLINE_EXCEEDED;
  if (late && status.error_details().empty()) return errors::PeerUnavailable(peer);
  return FromGrpcStatus(status, peer);
}

}  // namespace gongkai::server
