#include "workflow/base/actor_id.h"

#include <gtest/gtest.h>

#include <optional>
#include <string>

namespace gongkai::base {
namespace {

TEST(ActorId, IsOfThreeKindsAndNothingElse) {
  EXPECT_EQ(ActorId::Parse("user/zhang-wei")->kind(), ActorKind::kUser);
  EXPECT_EQ(ActorId::Parse("bot/b2")->kind(), ActorKind::kBot);
  EXPECT_EQ(ActorId::Parse("service/intake")->kind(), ActorKind::kService);
  EXPECT_EQ(ActorId::Parse("user/zhang-wei")->text(), "user/zhang-wei");
  for (const char* id :
       {"", "/", "user", "user/", "user/-a", "user/a/b", "user/a b", "user/A", "user/a_b", "user/é",
        "users/a", "tests/a", "user/a\n", " user/a", "bot", "bot/", "service/", "robot/a"}) {
    EXPECT_EQ(ActorId::Parse(id), std::nullopt) << id;
  }
}

TEST(ActorId, HasANameOf1To63Characters) {
  for (const char* id : {"user/a", "user/z", "user/0", "user/9", "user/a-"}) {
    EXPECT_TRUE(ActorId::Parse(id)) << id;
  }
  EXPECT_TRUE(ActorId::Parse("user/" + std::string(63, 'a')));
  EXPECT_FALSE(ActorId::Parse("user/" + std::string(64, 'a')));
}

TEST(ActorId, IsMadeOfAServicesName) {
  EXPECT_EQ(ActorId::OfService("intake"), ActorId::Parse("service/intake"));
}

// Stored texts are not checked, and what nobody knows must not be able to decide.
TEST(ActorId, IsABotWhereItBeginsWithNoKind) {
  EXPECT_EQ(ActorId().kind(), ActorKind::kBot);
  EXPECT_EQ(ActorId("drafter").kind(), ActorKind::kBot);
  EXPECT_EQ(ActorId("users/a").kind(), ActorKind::kBot);
}

TEST(ActorId, NamesNobodyUnlessItSaysWhom) {
  EXPECT_TRUE(ActorId().empty());
  EXPECT_FALSE(ActorId("user/wu").empty());
  EXPECT_LT(ActorId("bot/b2"), ActorId("user/wu"));
}

}  // namespace
}  // namespace gongkai::base
