#include "services/lib/runtime/open_connections.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace gongkai::runtime {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using Ids = std::vector<std::int64_t>;

// The connections of a server, as the test says.
class OpenConnectionsTest : public ::testing::Test {
 protected:
  Ids Open(const std::string& owner, int count) {
    Ids ids;
    for (int i = 0; i < count; ++i) {
      owners_[++last_] = owner;
      ids.push_back(last_);
    }
    return connections_.Add(ids);
  }
  std::size_t RefusedOf(const std::string& owner, int count) { return Open(owner, count).size(); }

  std::map<std::int64_t, std::string> owners_;  // of those that are open
  std::int64_t last_ = 0;
  int lists_ = 0;  // how often all were listed
  OpenConnections connections_{{.most = 20, .most_of_owner = 4},
                               [this](std::int64_t id) {
                                 ++lists_;
                                 std::vector<Transport> open;
                                 for (auto at = owners_.lower_bound(id); at != owners_.end();
                                      ++at) {
                                   open.push_back({.id = at->first, .peer = "ipv4:192.0.2.1:1"});
                                 }
                                 return open;
                               },
                               [this](std::int64_t id) -> std::optional<std::string> {
                                 const auto found = owners_.find(id);
                                 if (found == owners_.end()) return std::nullopt;
                                 return found->second;
                               }};
};

TEST_F(OpenConnectionsTest, RefusesTheNewestOfWhoHasTooMany) {
  EXPECT_THAT(Open("user/a", 4), IsEmpty());
  EXPECT_THAT(Open("user/a", 2), ElementsAre(5, 6));
  EXPECT_THAT(Open("user/b", 1), IsEmpty());
}

TEST_F(OpenConnectionsTest, CountsThoseThatNameNobodyTogether) { EXPECT_EQ(RefusedOf("", 6), 2U); }

TEST_F(OpenConnectionsTest, CountsNoneThatHasEnded) {
  EXPECT_EQ(RefusedOf("user/a", 4), 0U);
  owners_.erase(2);
  EXPECT_EQ(RefusedOf("user/a", 2), 1U);
  owners_.clear();
  EXPECT_EQ(RefusedOf("user/a", 4), 0U);
  EXPECT_THAT(connections_.Add({999}), IsEmpty()) << "it ended before it was counted";
}

TEST_F(OpenConnectionsTest, LeavesRoomForWhoHasNone) {
  for (int owner = 0; owner < 30; ++owner) Open("user/" + std::to_string(owner), 4);
  EXPECT_EQ(RefusedOf("user/new", 1), 1U) << "thirty take all twenty";
  owners_.erase(owners_.begin(), std::next(owners_.begin()));
  EXPECT_EQ(RefusedOf("user/new", 1), 0U);
}

TEST_F(OpenConnectionsTest, ListsAllOnceHoweverManyItRefuses) {
  EXPECT_EQ(RefusedOf("user/a", 100), 96U);
  EXPECT_EQ(lists_, 1);
}

}  // namespace
}  // namespace gongkai::runtime
