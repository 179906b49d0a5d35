#include "workflow/machine/actor.h"

#include <gtest/gtest.h>

namespace gongkai::machine {
namespace {

TEST(Actor, IsSentByTheLastServiceOfItsWayOrByItself) {
  using base::ActorId;
  EXPECT_EQ((Actor{.id = ActorId("user/wu")}.Sender()), "");
  EXPECT_EQ((Actor{.id = ActorId("user/wu"), .via = "review"}.Sender()), "review");
  EXPECT_EQ((Actor{.id = ActorId("bot/b2"), .via = "review,intake"}.Sender()), "intake");
  EXPECT_EQ((Actor{.id = ActorId("service/intake-2"), .service = "intake"}.Sender()), "intake");
}

}  // namespace
}  // namespace gongkai::machine
