#include "services/lib/rpc/peer.h"

#include <grpc/grpc.h>
#include <grpcpp/create_channel.h>
#include <grpcpp/support/channel_arguments.h>

#include <algorithm>
#include <stdexcept>
#include <thread>
#include <utility>

#include "services/lib/identity/caller.h"

namespace gongkai::rpc {
namespace {

// A host that vanishes ends no connection. The system's TCP gives up after a quarter of an hour, and
// never on a stream on which nothing is sent. A server of ours takes a ping every 10 s.
void KeepAlive(grpc::ChannelArguments& arguments) {
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIME_MS, 20'000);
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, 20'000);
  arguments.SetInt(GRPC_ARG_HTTP2_MAX_PINGS_WITHOUT_DATA, 0);  // any number
}

// Adds for whom the call is made. gRPC ends the process over metadata that is not plain text.
void AddCaller(const machine::Actor& caller, grpc::ClientContext& context) {
  if (caller.IsService()) return;
  const std::string& id = caller.id.text();
  if (!base::ActorId::Parse(id)) throw std::invalid_argument("Not an id: " + id);
  context.AddMetadata(identity::kCallerMetadataKey, id);
  if (caller.via.empty()) return;
  if (!identity::IsVia(caller.via)) throw std::invalid_argument("Not services: " + caller.via);
  context.AddMetadata(identity::kViaMetadataKey, caller.via);
}

// One connection is served by one thread at a time; more than the processors can serve cost a
// twentieth of the rate.
unsigned ConnectionCount() { return std::clamp(std::thread::hardware_concurrency() / 2, 1U, 8U); }

grpc::ChannelArguments Arguments(bool use_proxy) {
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, use_proxy ? 1 : 0);
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);  // else all share one connection
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, 100);
  // Despite its name: how long one attempt to connect, TLS handshake included, may take.
  arguments.SetInt(GRPC_ARG_MIN_RECONNECT_BACKOFF_MS, 5000);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, 2000);
  KeepAlive(arguments);
  arguments.SetMaxReceiveMessageSize(Peer::kMaxResponseBytes);
  return arguments;
}

}  // namespace

Peer::Peer(std::string service, const std::string& address,
           const std::shared_ptr<grpc::ChannelCredentials>& credentials, bool use_proxy)
    : service_(std::move(service)),
      dial_([=] { return grpc::CreateCustomChannel(address, credentials, Arguments(use_proxy)); }) {
  for (unsigned i = 0; i < ConnectionCount(); ++i) channels_.push_back(dial_());
}

Peer::Peer(std::string service, std::shared_ptr<grpc::Channel> channel, std::string credential)
    : service_(std::move(service)),
      credential_(std::move(credential)),
      channels_{std::move(channel)} {}

std::shared_ptr<grpc::Channel> Peer::channel() {
  return channels_[next_.fetch_add(1, std::memory_order_relaxed) % channels_.size()];
}

Peer::StreamPlace Peer::TakeStreamPlace() {
  if (!dial_) return {.channel = channel(), .taken = {}};
  const MutexLock lock(mutex_);
  for (const StreamConnection& connection : stream_connections_) {
    // One of those who share it is this list.
    if (connection.streams.use_count() <= kStreamsOfConnection) {
      return {.channel = connection.channel, .taken = connection.streams};
    }
  }
  const StreamConnection& added =
      stream_connections_.emplace_back(StreamConnection{dial_(), std::make_shared<char>()});
  return {.channel = added.channel, .taken = added.streams};
}

std::unique_ptr<grpc::ClientContext> Peer::NewContext(
    const machine::Actor& caller, std::chrono::system_clock::time_point deadline) const {
  auto context = NewStreamContext();
  context->set_deadline(std::min(deadline, std::chrono::system_clock::now() + kLongestCall));
  AddCaller(caller, *context);
  return context;
}

std::unique_ptr<grpc::ClientContext> Peer::NewStreamContext(const Call& call) const {
  auto context = grpc::ClientContext::FromCallbackServerContext(*call.context);
  Prepare(*context);
  context->set_deadline(call.deadline);
  AddCaller(call.caller, *context);
  return context;
}

std::unique_ptr<grpc::ClientContext> Peer::NewStreamContext() const {
  auto context = std::make_unique<grpc::ClientContext>();
  Prepare(*context);
  return context;
}

std::unique_ptr<grpc::ClientContext> Peer::NewStreamContext(const machine::Actor& caller) const {
  auto context = NewStreamContext();
  AddCaller(caller, *context);
  return context;
}

void Peer::Prepare(grpc::ClientContext& context) const {
  context.set_wait_for_ready(true);
  if (!credential_.empty()) context.AddMetadata(identity::LocalToken::kMetadataKey, credential_);
}

}  // namespace gongkai::rpc
