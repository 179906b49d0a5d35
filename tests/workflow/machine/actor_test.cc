#include "workflow/machine/actor.h"

#include <gtest/gtest.h>

#include <optional>

namespace gongkai::machine {
namespace {

TEST(KindOf, KnowsTheThreeKindsAndNothingElse) {
  EXPECT_EQ(KindOf("user/zhang-wei"), ActorKind::kUser);
  EXPECT_EQ(KindOf("bot/b2"), ActorKind::kBot);
  EXPECT_EQ(KindOf("service/intake"), ActorKind::kService);
  for (const char* id : {"", "/", "user", "user/", "user/-a", "user/a/b", "user/a b", "user/A",
                         "user/a_b", "user/é", "users/a", "tests/a", "user/a\n", " user/a"}) {
    EXPECT_EQ(KindOf(id), std::nullopt) << id;
  }
}

TEST(Actor, IsSentByTheLastServiceOfItsWayOrByItself) {
  EXPECT_EQ((Actor{.id = "user/wu"}.Sender()), "");
  EXPECT_EQ((Actor{.id = "user/wu", .via = "review"}.Sender()), "review");
  EXPECT_EQ((Actor{.id = "bot/b2", .kind = ActorKind::kBot, .via = "review,intake"}.Sender()),
            "intake");
  EXPECT_EQ(
      (Actor{.id = "service/intake-2", .kind = ActorKind::kService, .service = "intake"}.Sender()),
      "intake");
}

}  // namespace
}  // namespace gongkai::machine
