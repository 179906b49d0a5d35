// Connects to the services, always over mutual TLS. The server's certificate must show that the
// server is a service and is the host that was dialled.
#pragma once

#include <grpcpp/channel.h>

#include <array>
#include <chrono>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

#include "services/lib/catalog/services.h"
#include "workflow/base/bilingual.h"

namespace gongkai::client {

// One of our services, in the order of the list of services. AuditService is part of the workflow
// process.
enum class Peer { kWorkflow, kIntake, kReview, kPublish };
inline constexpr std::array kPeers{Peer::kWorkflow, Peer::kIntake, Peer::kReview, Peer::kPublish};
static_assert(kPeers.size() == catalog::kServices.size());

// Returns the name of the service, such as "workflow".
std::string_view NameOf(Peer peer);

// What a connection needs is missing or cannot be read: the address of `peer`, or else one of the
// files with the certificates. what() is the message in English.
struct SettingMissing : std::runtime_error {
  explicit SettingMissing(base::Bilingual what_is_missing, std::optional<Peer> of = std::nullopt)
      : std::runtime_error(what_is_missing.english),
        message(std::move(what_is_missing)),
        peer(of) {}

  base::Bilingual message;  // one sentence for people
  std::optional<Peer> peer;
};

// Holds the options of the connection.
struct ConnectionOptions {
  std::string certificates;  // the folder with cert.pem, key.pem and ca.pem
  std::string server;        // HOST:PORT of a process that serves everything
  std::array<std::string, kPeers.size()> addresses;  // HOST:PORT each, in the order of Peer
  double timeout_seconds = 15;                       // for one call with all its retries
  bool use_proxy = false;                            // use the proxy that the environment names
};

// Holds the channels to the services, and makes each channel at its first use. Not thread-safe.
class Connection {
 public:
  // `options` must outlive this, and must be complete before the first call of another function.
  explicit Connection(const ConnectionOptions& options) : options_(options) {}

  // Returns the channel to `peer`. Throws SettingMissing if no address or no certificate is known,
  // or if a certificate file cannot be read.
  std::shared_ptr<grpc::Channel> ChannelTo(Peer peer);

  // Returns HOST:PORT: the peer's own address, else that of `server`. Returns an empty text if
  // neither is given.
  const std::string& AddressOf(Peer peer) const;

  // Returns the name and the address for messages, such as "intake at localhost:7001".
  std::string Describe(Peer peer) const;

  // Blocks for `duration`. Meanwhile gRPC can go on connecting to the peer, which happens only
  // while a thread is inside gRPC.
  void Wait(Peer peer, std::chrono::milliseconds duration);

  // Returns the deadline of a call that starts now.
  std::chrono::system_clock::time_point Deadline() const;

 private:
  const ConnectionOptions& options_;
  std::array<std::shared_ptr<grpc::Channel>, kPeers.size()> channels_;
};

}  // namespace gongkai::client
