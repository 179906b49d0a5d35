#include "services/lib/runtime/acceptor.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/resource.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdint>
#include <deque>
#include <mutex>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "tests/support/eventually.h"

namespace gongkai::runtime {
namespace {

using std::chrono::milliseconds;

class Client {
 public:
  Client() = default;
  explicit Client(int port) { Connect(port); }
  Client(int port, const char* from) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    inet_pton(AF_INET, from, &address.sin_addr);
    const auto* at = reinterpret_cast<const sockaddr*>(&address);
    EXPECT_EQ(bind(socket_.number(), at, sizeof address), 0);
    Connect(port);
  }

  void Connect(int port) const {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const auto* at = reinterpret_cast<const sockaddr*>(&address);
    EXPECT_EQ(connect(socket_.number(), at, sizeof address), 0);
  }

  void Send(std::string_view bytes) const {
    (void)!send(socket_.number(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
  }
  // As gRPC writes it.
  std::string name() const {
    sockaddr_in address{};
    socklen_t length = sizeof address;
    getsockname(socket_.number(), reinterpret_cast<sockaddr*>(&address), &length);
    return "ipv4:127.0.0.1:" + std::to_string(ntohs(address.sin_port));
  }
  bool IsClosed() const {
    char byte = 0;
    const ssize_t got = recv(socket_.number(), &byte, 1, MSG_DONTWAIT | MSG_PEEK);
    return got == 0 || (got < 0 && errno != EAGAIN);
  }

 private:
  Descriptor socket_{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
};

// The first record of a TLS handshake, as far as its form goes.
std::string Hello(std::size_t length = 300) {
  std::string record{"\x16\x03\x01", 3};
  record += static_cast<char>(length >> 8);
  record += static_cast<char>(length & 0xff);
  return record + std::string(length, 'x');
}

class AcceptorTest : public ::testing::Test {
 protected:
  explicit AcceptorTest(const Acceptor::Options& options = {.patience = milliseconds(60'000)})
      : acceptor_(
            *Listen("127.0.0.1:0"), options,
            [this](int descriptor) {
              const std::scoped_lock lock(mutex_);
              served_.emplace_back(descriptor);
            },
            [this](std::int64_t id) {
              const std::scoped_lock lock(mutex_);
              if (puzzled_) throw std::runtime_error("what is this?");
              std::vector<Transport> found;
              for (const Transport& each : established_) {
                if (each.id >= id) found.push_back(each);
              }
              return found;
            },
            [](std::int64_t /*id*/) { return "user/li-na"; }) {}

  std::size_t served() {
    const std::scoped_lock lock(mutex_);
    return served_.size();
  }
  bool Serves(std::size_t count) {
    return support::Eventually([&] { return served() == count; });
  }

  std::mutex mutex_;
  std::vector<Descriptor> served_;      // guarded by mutex_
  std::vector<Transport> established_;  // guarded by mutex_
  bool puzzled_ = false;                // guarded by mutex_; nobody knows what is established
  Acceptor acceptor_;
};

TEST_F(AcceptorTest, HandsOverAConnectionOnceItsFirstRecordIsThere) {
  const Client client(acceptor_.port());
  const std::string hello = Hello();
  std::size_t sent = 0;
  for (const std::size_t end : {1U, 5U, 6U, 304U}) {
    client.Send(hello.substr(sent, end - sent));
    sent = end;
    std::this_thread::sleep_for(milliseconds(20));
    EXPECT_EQ(served(), 0U) << "after " << end << " bytes";
  }
  client.Send(hello.substr(304));
  ASSERT_TRUE(Serves(1));
  std::string read(hello.size(), '\0');
  EXPECT_EQ(recv(served_[0].number(), read.data(), read.size(), MSG_DONTWAIT), 305);
  EXPECT_EQ(read, hello) << "nothing of it was taken away";
  // What comes later wakes its reader byte by byte.
  client.Send("y");
  pollfd polled{.fd = served_[0].number(), .events = POLLIN};
  EXPECT_EQ(poll(&polled, 1, 10'000), 1);
}

TEST_F(AcceptorTest, TakesTheLongestRecord) {
  const Client client(acceptor_.port());
  client.Send(Hello(1 << 14));
  EXPECT_TRUE(Serves(1));
}

TEST_F(AcceptorTest, ClosesWhatIsNoHandshake) {
  std::string too_long = Hello();
  too_long[3] = '\x7f';
  std::string empty = Hello(0);
  std::string other_version = Hello();
  other_version[1] = '\x04';
  for (const std::string& bytes : {std::string("GET / HTTP/1.1\r\n\r\n"), std::string(64, '\0'),
                                   too_long, empty, other_version, std::string("PRI * ")}) {
    const Client client(acceptor_.port());
    client.Send(bytes);
    EXPECT_TRUE(support::Eventually([&] { return client.IsClosed(); })) << bytes.substr(0, 6);
  }
  EXPECT_EQ(served(), 0U);
}

TEST_F(AcceptorTest, ForgetsConnectionsThatEndBeforeTheyBegin) {
  for (int i = 0; i < 1000; ++i) Client(acceptor_.port()).Send(i % 2 == 0 ? "" : "\x16\x03");
  const Client client(acceptor_.port());
  client.Send(Hello());
  EXPECT_TRUE(Serves(1));
}

class FewWaitingTest : public AcceptorTest {
 protected:
  FewWaitingTest() : AcceptorTest({.waiting = 4, .patience = milliseconds(60'000)}) {}
};

TEST_F(FewWaitingTest, TheOldestGoesForOneMore) {
  std::deque<Client> idle;
  for (int i = 0; i < 100; ++i) idle.emplace_back(acceptor_.port());
  EXPECT_TRUE(support::Eventually([&] {
    return std::ranges::count_if(idle, [](const Client& each) { return each.IsClosed(); }) == 96;
  }));
  for (int i = 96; i < 100; ++i) EXPECT_FALSE(idle[static_cast<std::size_t>(i)].IsClosed());
  const Client client(acceptor_.port());
  client.Send(Hello());
  EXPECT_TRUE(Serves(1));
}

class ImpatientTest : public AcceptorTest {
 protected:
  ImpatientTest() : AcceptorTest({.patience = milliseconds(300)}) {}
};

TEST_F(ImpatientTest, ClosesWhatDoesNotBeginInTime) {
  const Client silent(acceptor_.port());
  const Client slow(acceptor_.port());
  EXPECT_TRUE(support::Eventually([&] {
    slow.Send("\x16");
    std::this_thread::sleep_for(milliseconds(50));
    return silent.IsClosed() && slow.IsClosed();
  }));
}

class FewHandshakesTest : public AcceptorTest {
 protected:
  FewHandshakesTest()
      : AcceptorTest({.patience = milliseconds(60'000),
                      .connections = {.most_handshakes = 4, .patience = milliseconds(60'000)}}) {}

  // Connections that have said their first word, each taken before the next comes.
  void Begin(std::deque<Client>& clients, std::size_t count, const char* from = "127.0.0.1") {
    for (std::size_t i = 0; i < count; ++i) {
      clients.emplace_back(acceptor_.port(), from).Send(Hello());
      ASSERT_TRUE(Serves(++begun_));
    }
  }
  static bool OnlyTheLastAreOpen(const std::deque<Client>& clients, std::size_t count) {
    return support::Eventually([&] {
      for (std::size_t i = 0; i < clients.size(); ++i) {
        if (clients[i].IsClosed() != (i + count < clients.size())) return false;
      }
      return true;
    });
  }

  std::size_t begun_ = 0;
};

TEST_F(FewHandshakesTest, TheOldestGoesForOneMore) {
  std::deque<Client> clients;
  Begin(clients, 20);
  EXPECT_TRUE(OnlyTheLastAreOpen(clients, 4));
}

TEST_F(FewHandshakesTest, WhoOpensManyEndsHisOwn) {
  std::deque<Client> other;
  Begin(other, 1, "127.0.0.2");
  std::deque<Client> many;
  Begin(many, 20);
  EXPECT_TRUE(OnlyTheLastAreOpen(many, 3));
  EXPECT_FALSE(other.front().IsClosed());
}

TEST_F(FewHandshakesTest, WhatIsEstablishedOrEndedIsCountedNoMore) {
  std::deque<Client> established;
  Begin(established, 1);
  {
    const std::scoped_lock lock(mutex_);
    established_.push_back({.id = 7, .peer = established.front().name()});
  }
  std::deque<Client> clients;
  Begin(clients, 4);
  {
    const std::scoped_lock lock(mutex_);
    shutdown(served_[1].number(), SHUT_RDWR);  // as gRPC does when a handshake fails
  }
  Begin(clients, 1);
  EXPECT_TRUE(OnlyTheLastAreOpen(clients, 4));
  Begin(clients, 10);
  EXPECT_TRUE(OnlyTheLastAreOpen(clients, 4));
  EXPECT_FALSE(established.front().IsClosed());
}

class FewConnectionsTest : public AcceptorTest {
 protected:
  FewConnectionsTest()
      : AcceptorTest(
            {.patience = milliseconds(60'000), .connections = {.most = 10, .most_of_owner = 2}}) {}
};

TEST_F(FewConnectionsTest, EndsTheNewestOfWhoHasTooMany) {
  std::deque<Client> clients;
  for (std::size_t i = 1; i <= 3; ++i) {
    clients.emplace_back(acceptor_.port()).Send(Hello());
    ASSERT_TRUE(Serves(i));
    const std::scoped_lock lock(mutex_);
    established_.push_back({.id = static_cast<std::int64_t>(i), .peer = clients.back().name()});
  }
  EXPECT_TRUE(support::Eventually([&] { return clients[2].IsClosed(); }));
  EXPECT_FALSE(clients[0].IsClosed());
  EXPECT_FALSE(clients[1].IsClosed());
}

// Nothing is counted until it can be, and then everything is.
TEST_F(FewConnectionsTest, GoesOnWhereConnectionsCannotBeCounted) {
  {
    const std::scoped_lock lock(mutex_);
    puzzled_ = true;
  }
  std::deque<Client> clients;
  for (std::size_t i = 1; i <= 3; ++i) {
    clients.emplace_back(acceptor_.port()).Send(Hello());
    ASSERT_TRUE(Serves(i));
    const std::scoped_lock lock(mutex_);
    established_.push_back({.id = static_cast<std::int64_t>(i), .peer = clients.back().name()});
  }
  std::this_thread::sleep_for(milliseconds(600));  // two looks at what cannot be counted
  for (const Client& client : clients) EXPECT_FALSE(client.IsClosed());
  {
    const std::scoped_lock lock(mutex_);
    puzzled_ = false;
  }
  EXPECT_TRUE(support::Eventually([&] { return clients[2].IsClosed(); }));
}

class ShortHandshakesTest : public AcceptorTest {
 protected:
  ShortHandshakesTest()
      : AcceptorTest(
            {.patience = milliseconds(60'000), .connections = {.patience = milliseconds(300)}}) {}
};

TEST_F(ShortHandshakesTest, EndsWhatIsNotDoneInTime) {
  const Client client(acceptor_.port());
  client.Send(Hello());
  EXPECT_TRUE(support::Eventually([&] { return client.IsClosed(); }));
}

// What made gRPC's own listener deaf for ever.
TEST_F(AcceptorTest, TakesConnectionsAgainWhenThereHasBeenNoDescriptorLeft) {
  rlimit limit{};
  ASSERT_EQ(getrlimit(RLIMIT_NOFILE, &limit), 0);
  const std::deque<Client> clients(40);
  const rlimit none{.rlim_cur = 3, .rlim_max = limit.rlim_max};  // fewer than are open
  ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &none), 0);
  for (const Client& each : clients) each.Connect(acceptor_.port());
  std::this_thread::sleep_for(milliseconds(200));
  ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &limit), 0);
  const Client client(acceptor_.port());
  client.Send(Hello());
  EXPECT_TRUE(Serves(1));
}

TEST(Listener, RefusesAPortThatIsTakenAndAnAddressThatIsNotHere) {
  const auto first = Listen("127.0.0.1:0");
  ASSERT_TRUE(first);
  EXPECT_FALSE(Listen("127.0.0.1:" + std::to_string(first->port)));
  EXPECT_FALSE(Listen("localhost:" + std::to_string(first->port)));
  EXPECT_FALSE(Listen("192.0.2.1:0"));
  EXPECT_FALSE(Listen("no.such.host.invalid:0"));
  EXPECT_TRUE(Listen("0.0.0.0:0"));
}

}  // namespace
}  // namespace gongkai::runtime
