#include "services/lib/runtime/connections.h"

#include <gtest/gtest.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <map>
#include <string>
#include <vector>

namespace gongkai::runtime {
namespace {

// A connection as its client and gRPC have it.
struct Pair {
  Descriptor client{-1};
  Descriptor grpc{-1};

  // Whether the server has ended it.
  bool ended() const {
    char byte = 0;
    return recv(client.number(), &byte, 1, MSG_DONTWAIT) == 0;
  }
};

class ConnectionsTest : public ::testing::Test {
 protected:
  // A handshake begins from this address.
  Pair Begin(const std::string& address, const std::string& source = "a") {
    std::array<int, 2> ends{};
    EXPECT_EQ(socketpair(AF_UNIX, SOCK_STREAM, 0, ends.data()), 0);
    Pair pair{Descriptor(ends[0]), Descriptor(ends[1])};
    EXPECT_TRUE(connections_.Add(pair.grpc.number(), {.name = address, .source = source}));
    return pair;
  }
  // gRPC lists a connection from this address, whose certificate names the owner.
  std::int64_t List(const std::string& address, const std::string& owner) {
    listed_[++last_] = {address, owner};
    return last_;
  }
  Pair Open(const std::string& owner) {
    const std::string address = "port " + std::to_string(last_ + 1);
    Pair pair = Begin(address);
    List(address, owner);
    connections_.Settle();
    return pair;
  }
  std::vector<Pair> OpenMany(const std::string& owner, int count) {
    std::vector<Pair> pairs;
    for (int i = 0; i < count; ++i) pairs.push_back(Open(owner));
    return pairs;
  }
  static int EndedOf(const std::vector<Pair>& pairs) {
    return static_cast<int>(std::ranges::count_if(pairs, &Pair::ended));
  }

  std::map<std::int64_t, std::pair<std::string, std::string>> listed_;  // address and owner by id
  std::int64_t last_ = 0;
  Connections connections_{{.most_handshakes = 8, .most = 20, .most_of_owner = 4},
                           [this](std::int64_t id) {
                             std::vector<Transport> found;
                             for (auto at = listed_.lower_bound(id); at != listed_.end(); ++at) {
                               found.push_back({.id = at->first, .peer = at->second.first});
                             }
                             return found;
                           },
                           [this](std::int64_t id) -> std::optional<std::string> {
                             const auto found = listed_.find(id);
                             if (found == listed_.end()) return std::nullopt;
                             return found->second.second;
                           }};
};

TEST_F(ConnectionsTest, EndsTheNewestOfWhoHasTooMany) {
  const std::vector<Pair> many = OpenMany("user/a", 6);
  for (std::size_t i = 0; i < many.size(); ++i) EXPECT_EQ(many[i].ended(), i >= 4) << i;
  EXPECT_FALSE(Open("user/b").ended());
}

TEST_F(ConnectionsTest, CountsThoseThatNameNobodyTogether) {
  EXPECT_EQ(EndedOf(OpenMany("", 6)), 2);
}

TEST_F(ConnectionsTest, CountsNoneThatHasEnded) {
  std::vector<Pair> many = OpenMany("user/a", 4);
  many.pop_back();
  many.push_back(Open("user/a"));
  many.push_back(Open("user/a"));
  EXPECT_EQ(EndedOf(many), 1);
  many.clear();
  EXPECT_EQ(EndedOf(OpenMany("user/a", 4)), 0);
}

TEST_F(ConnectionsTest, LeavesRoomForWhoHasNone) {
  std::vector<std::vector<Pair>> all;
  for (int owner = 0; owner < 5; ++owner) {
    all.push_back(OpenMany("user/" + std::to_string(owner), 4));
  }
  EXPECT_LT(EndedOf(all[4]), 4);
  all[0].clear();
  EXPECT_FALSE(Open("user/new").ended());
}

// gRPC lists what has ended for as long as one of its calls lives.
TEST_F(ConnectionsTest, CountsTheSecondConnectionFromAnAddress) {
  std::vector<Pair> alive;
  for (int i = 0; i < 10; ++i) {
    Pair first = Begin("the address");
    List("the address", "user/a");
    connections_.Settle();
    first = {};
    alive.push_back(Begin("the address"));
    connections_.Settle();
    EXPECT_TRUE(connections_.handshaking()) << "the listed one is not this one";
    List("the address", "user/a");
    connections_.Settle();
    EXPECT_FALSE(connections_.handshaking());
  }
  EXPECT_EQ(EndedOf(alive), 6);
}

// The first one is established and ends before anybody looks.
TEST_F(ConnectionsTest, CountsTheSecondConnectionFromAnAddressWithinOneTick) {
  std::vector<Pair> alive;
  for (int i = 0; i < 10; ++i) {
    Pair first = Begin("the address");
    List("the address", "user/a");
    first = {};
    alive.push_back(Begin("the address"));
    connections_.Settle();
    List("the address", "user/a");
    connections_.Settle();
  }
  EXPECT_EQ(EndedOf(alive), 6);
}

TEST_F(ConnectionsTest, CountsAsAHandshakeWhatGrpcDoesNotKnowAnyMore) {
  const Pair pair = Begin("the address");
  const std::int64_t id = List("the address", "user/a");
  const Connections::Established all = [&](std::int64_t) {
    return std::vector<Transport>{{.id = id, .peer = "the address"}};
  };
  Connections forgetful({}, all, [](std::int64_t) { return std::nullopt; });
  EXPECT_TRUE(forgetful.Add(pair.grpc.number(), {.name = "the address", .source = "a"}));
  forgetful.Settle();
  EXPECT_TRUE(forgetful.handshaking());
}

TEST_F(ConnectionsTest, EndsAllWhenAsked) {
  const Pair open = Open("user/a");
  const Pair begun = Begin("another");
  connections_.EndAll();
  EXPECT_TRUE(open.ended());
  EXPECT_TRUE(begun.ended());
}

}  // namespace
}  // namespace gongkai::runtime
