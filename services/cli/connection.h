// The way to the services: always over mutual TLS, and only to what its certificate shows to be a
// service at the host that was dialled.
#pragma once

#include <grpcpp/channel.h>

#include <array>
#include <chrono>
#include <memory>
#include <string>
#include <string_view>

namespace gongkai::cli {

// Whom a command talks to. AuditService is part of the workflow process.
enum class Peer { kWorkflow, kIntake, kReview, kPublish };
inline constexpr std::array kPeers{Peer::kWorkflow, Peer::kIntake, Peer::kReview, Peer::kPublish};

std::string_view NameOf(Peer peer);  // "workflow"

// As flags or the environment give them.
struct ConnectionOptions {
  std::string certificates;  // the folder with cert.pem, key.pem and ca.pem
  std::string server;        // HOST:PORT of a process that serves everything
  std::array<std::string, kPeers.size()> addresses;  // HOST:PORT each, in the order of Peer
  double timeout_seconds = 15;
  bool use_proxy = false;  // that the environment names
};

// Channels are made when they are first used. For one thread.
class Connection {
 public:
  // `options` must outlive it, and be filled before the first use.
  explicit Connection(const ConnectionOptions& options) : options_(options) {}

  // Failure kUsage where no address or no certificate is known.
  std::shared_ptr<grpc::Channel> ChannelTo(Peer peer);

  // HOST:PORT, from the peer's own flag or that for all; empty where neither is given.
  const std::string& AddressOf(Peer peer) const;

  // "intake at localhost:7001"
  std::string Describe(Peer peer) const;

  // Waits, and lets gRPC go on connecting to the peer meanwhile: it does so only while some thread
  // is inside it.
  void Wait(Peer peer, std::chrono::milliseconds duration);

  // When a call that starts now must be answered.
  std::chrono::system_clock::time_point Deadline() const;

 private:
  const ConnectionOptions& options_;
  std::array<std::shared_ptr<grpc::Channel>, kPeers.size()> channels_;
};

}  // namespace gongkai::cli
