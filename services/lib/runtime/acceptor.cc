#include "services/lib/runtime/acceptor.h"

#include <poll.h>
#include <spdlog/spdlog.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sysexits.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <cstdlib>
#include <exception>
#include <system_error>
#include <utility>

namespace gongkai::runtime {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr int kAtOnce = 64;  // connections accepted before those that wait are looked at again
constexpr milliseconds kPause(50);
constexpr milliseconds kTick(250);  // how exact the patience is
constexpr milliseconds kForget(
    5'000);  // how soon a connection that has ended gives its descriptor back
constexpr int kMostSpare = 256;

// The first descriptor that no connection gets. A new one has the lowest free number, so where it
// is this one all below are in use.
int FirstSpare() {
  rlimit limit{};
  getrlimit(RLIMIT_NOFILE, &limit);
  const int most = static_cast<int>(std::min<rlim_t>(limit.rlim_cur, 1 << 30));
  return most - std::min(kMostSpare, most / 4);
}

// The header of a TLS record: what it holds, two bytes of version, two of length.
constexpr int kHeader = 5;
constexpr unsigned char kHandshake = 22;
constexpr unsigned char kMajorVersion = 3;
constexpr int kLongestRecord = 1 << 14;

enum class Verdict { kWait, kServe, kClose };

// poll shall tell of the socket when so many bytes are there.
void AwaitBytes(int socket, int count) {
  setsockopt(socket, SOL_SOCKET, SO_RCVLOWAT, &count, sizeof count);
}

Verdict Look(int socket, short events) {
  std::array<unsigned char, kHeader + kLongestRecord> bytes;
  const ssize_t got = recv(socket, bytes.data(), bytes.size(), MSG_PEEK);
  if (got <= 0) return got < 0 && errno == EAGAIN ? Verdict::kWait : Verdict::kClose;
  if (bytes[0] != kHandshake) return Verdict::kClose;
  const bool no_more = (events & (POLLRDHUP | POLLHUP | POLLERR)) != 0;
  if (got < kHeader) return no_more ? Verdict::kClose : Verdict::kWait;
  const int length = bytes[3] << 8 | bytes[4];
  if (bytes[1] != kMajorVersion || length == 0 || length > kLongestRecord) return Verdict::kClose;
  if (got >= kHeader + length) {
    AwaitBytes(socket, 1);
    return Verdict::kServe;
  }
  if (no_more) return Verdict::kClose;
  AwaitBytes(socket, kHeader + length);
  return Verdict::kWait;
}

bool IsLackOfRoom(int error) {
  return error == EMFILE || error == ENFILE || error == ENOBUFS || error == ENOMEM;
}

// A fault of the listening socket itself; any other is of one connection, or passes.
bool IsFatal(int error) {
  return error == EBADF || error == EINVAL || error == ENOTSOCK || error == EFAULT;
}

[[noreturn]] void EndProcess(int error) {
  spdlog::critical("connections cannot be accepted any more: {}. The process ends.",
                   std::generic_category().message(error));
  spdlog::shutdown();
  std::_Exit(EX_UNAVAILABLE);
}

}  // namespace

Acceptor::Acceptor(Listener listener, const Options& options, Serve serve,
                   Connections::Established established, Connections::OwnerOf owner_of)
    : listener_(std::move(listener)),
      options_(options),
      serve_(std::move(serve)),
      stopped_(eventfd(0, EFD_CLOEXEC)),
      connections_(options.connections, std::move(established), std::move(owner_of)) {
  if (!stopped_.is_open()) throw std::system_error(errno, std::generic_category(), "eventfd");
  thread_ = std::jthread([this](const std::stop_token& stop) { Run(stop); });
}

void Acceptor::Stop() {
  thread_.request_stop();
  if (thread_.joinable()) thread_.join();
  waiting_.clear();
  listener_.sockets.clear();
}

void Acceptor::Run(const std::stop_token& stop) {
  const std::stop_callback wake(stop, [this] {
    const std::uint64_t one = 1;
    (void)!write(stopped_.number(), &one, sizeof one);
  });
  while (!stop.stop_requested()) {
    Poll();
    ServeTheReady();
    Settle();
    for (const int listening : ready_) Accept(listening);
  }
}

void Acceptor::Poll() {
  std::vector<pollfd> polled;
  for (const Waiting& each : waiting_) {
    polled.push_back({.fd = each.socket.number(), .events = POLLIN | POLLRDHUP});
  }
  polled.push_back({.fd = stopped_.number(), .events = POLLIN});
  const std::size_t first_listening = polled.size();
  if (!paused_) {
    for (const Descriptor& each : listener_.sockets) {
      polled.push_back({.fd = each.number(), .events = POLLIN});
    }
  }
  if (poll(polled.data(), polled.size(), Timeout()) < 0) {
    for (pollfd& each : polled) each.revents = 0;
  }
  paused_ = false;

  for (std::size_t i = 0; i < waiting_.size(); ++i) waiting_[i].events = polled[i].revents;
  ready_.clear();
  for (std::size_t i = first_listening; i < polled.size(); ++i) {
    if (polled[i].revents != 0) ready_.push_back(polled[i].fd);
  }
}

int Acceptor::Timeout() const {
  if (paused_) return static_cast<int>(kPause.count());
  if (!waiting_.empty() || connections_.handshaking()) return static_cast<int>(kTick.count());
  return connections_.empty() ? -1 : static_cast<int>(kForget.count());
}

void Acceptor::ServeTheReady() {
  const auto now = steady_clock::now();
  std::erase_if(waiting_, [&](Waiting& each) {
    if (each.events == 0) return now > each.until;
    const Verdict verdict = Look(each.socket.number(), each.events);
    if (verdict == Verdict::kServe) HandOver(each);
    return verdict != Verdict::kWait || now > each.until;
  });
}

void Acceptor::HandOver(Waiting& ready) {
  if (!connections_.Add(ready.socket.number(), ready.peer)) return;
  serve_(ready.socket.Release());
}

void Acceptor::Settle() {
  const auto now = steady_clock::now();
  if (now - settled_ < kTick) return;
  settled_ = now;
  try {
    connections_.Settle();
  } catch (const std::exception& error) {  // what gRPC tells of its connections is not understood
    if (may_tell_of_counting_()) spdlog::error("connections cannot be counted: {}", error.what());
  }
}

void Acceptor::Accept(int listening) {
  const int first_spare = FirstSpare();
  for (int i = 0; i < kAtOnce; ++i) {
    Descriptor socket(accept4(listening, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC));
    if (!socket.is_open()) {
      if (IsFatal(errno)) EndProcess(errno);
      if (IsLackOfRoom(errno)) MakeRoom(std::generic_category().message(errno).c_str());
      return;
    }
    if (socket.number() >= first_spare) {
      MakeRoom("the limit of open files is near");
      continue;
    }
    if (waiting_.size() >= options_.waiting) waiting_.erase(FirstToGo(waiting_));
    AwaitBytes(socket.number(), kHeader);
    ConnectionPeer peer = PeerOf(socket.number());
    waiting_.push_back(
        {std::move(socket), std::move(peer), steady_clock::now() + options_.patience, 0});
  }
}

// The newest goes without an answer, and so does one that waits, or else one whose
// handshake is under way.
void Acceptor::MakeRoom(const char* why) {
  if (waiting_.empty()) {
    connections_.EndOneHandshake();
  } else {
    waiting_.erase(FirstToGo(waiting_));
  }
  paused_ = true;
  if (may_tell_of_room_()) spdlog::warn("new connections are turned away: {}", why);
}

}  // namespace gongkai::runtime
