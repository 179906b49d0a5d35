// Another of our services, as its client sees the service.
#pragma once

#include <grpcpp/channel.h>
#include <grpcpp/client_context.h>
#include <grpcpp/security/credentials.h>

#include <atomic>
#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "services/lib/rpc/call.h"
#include "services/lib/rpc/status.h"
#include "workflow/base/mutex.h"
#include "workflow/base/thread_annotations.h"
#include "workflow/error/errors.h"
#include "workflow/machine/actor.h"

namespace gongkai::rpc {

// Connects to another of our services, and makes the context of each call. CallPeer (peer_call.h)
// makes the calls. The peer need not be running: calls wait for the peer within their deadline, and
// a connection is made again when the peer has restarted. A connection on which a call waits and
// whose other end says nothing for 40 s is given up: its host may be gone. Thread-safe.
class Peer {
 public:
  // The longest timeout of a call to a peer, whatever deadline our own caller has.
  static constexpr std::chrono::seconds kLongestCall{10};

  // The largest response of a peer, in bytes. A page of 1,000 reports with all their attachments
  // fits.
  static constexpr int kMaxResponseBytes = 32 << 20;

  // Connects to a server at `address` (HOST:PORT). `credentials` are those of
  // MakeChannelCredentials. The connection goes through a proxy of the environment (https_proxy,
  // http_proxy or grpc_proxy) only with `use_proxy`.
  Peer(std::string service, const std::string& address,
       const std::shared_ptr<grpc::ChannelCredentials>& credentials, bool use_proxy = false);

  // Connects to a server in this process. `credential` is what LocalToken::Credential returns for
  // the service that calls. No call may start once the server of the channel has begun to stop,
  // because gRPC 1.51 crashes on such a call. A process therefore stops and destroys a caller
  // before the server that is called.
  Peer(std::string service, std::shared_ptr<grpc::Channel> channel, std::string credential);

  // Returns the name of the service: "workflow".
  const std::string& service() const { return service_; }

  // Returns a connection. Successive calls return different connections, so that the load is
  // spread. A remote peer has one connection for every two processors, at least 1 and at most 8.
  std::shared_ptr<grpc::Channel> channel();

  // A place on a connection for one stream that stays open. The place is free again when the object
  // is destroyed.
  struct StreamPlace {
    std::shared_ptr<grpc::Channel> channel;
    std::shared_ptr<const void> taken;
  };

  // Returns a place for a stream that stays open, such as a subscription. Such streams have
  // connections of their own, each for kStreamsOfConnection of them. So the limit of the streams of
  // one connection, which the server sets, keeps neither another such stream nor a call waiting. A
  // peer in this process has no such limit.
  StreamPlace TakeStreamPlace();

  // How many streams that stay open share a connection. A server of ours takes 256.
  static constexpr long kStreamsOfConnection = 128;

  // Returns the context of one call for `caller`. The context carries the id and the `via` of
  // `caller`. If `caller` is a service, the context carries neither, and the peer sees this service
  // itself. `deadline` is the deadline of the call that is being served; kLongestCall also limits
  // the time.
  // Throws std::invalid_argument if the id or the `via` of `caller` is malformed.
  std::unique_ptr<grpc::ClientContext> NewContext(
      const machine::Actor& caller, std::chrono::system_clock::time_point deadline) const;

  // Returns the context of a stream that is read for `call`. The context carries what NewContext says
  // and has the deadline of `call`. It is cancelled as soon as `call` is, so that a peer which is
  // silent holds nobody who is not waited for any more.
  // Throws std::invalid_argument as NewContext does.
  std::unique_ptr<grpc::ClientContext> NewStreamContext(const Call& call) const;

  // Returns the context of a subscription of this service itself. The context has no deadline, so
  // the reader of the subscription must be able to call TryCancel.
  std::unique_ptr<grpc::ClientContext> NewStreamContext() const;

  // Returns the context of a subscription for `caller`. The context carries what NewContext says,
  // and has no deadline, as that of the service itself. Throws std::invalid_argument as NewContext
  // does.
  std::unique_ptr<grpc::ClientContext> NewStreamContext(const machine::Actor& caller) const;

 private:
  // A connection for streams that stay open. `streams` is shared by all that are open on it.
  struct StreamConnection {
    std::shared_ptr<grpc::Channel> channel;
    std::shared_ptr<const void> streams;
  };

  // Adds what every context of this peer has.
  void Prepare(grpc::ClientContext& context) const;

  const std::string service_;
  const std::string credential_;
  const std::function<std::shared_ptr<grpc::Channel>()> dial_;  // null: the peer is in this process
  std::vector<std::shared_ptr<grpc::Channel>> channels_;
  std::atomic<std::size_t> next_ = 0;
  Mutex mutex_;
  std::vector<StreamConnection> stream_connections_ GUARDED_BY(mutex_);
};

// Returns the error for our own caller, after a peer has ended a call with `status`. `status` must
// not be OK. The error is that of FromGrpcStatus, or PEER_UNAVAILABLE if the peer did not answer in
// time.
inline Error FromPeer(const grpc::Status& status, std::string_view peer) {
  const bool late = status.error_code() == grpc::StatusCode::DEADLINE_EXCEEDED;
  if (late && status.error_details().empty()) return errors::PeerUnavailable(peer);
  return FromGrpcStatus(status, peer);
}

}  // namespace gongkai::rpc
