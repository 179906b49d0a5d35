#include "services/lib/identity/change_quota.h"

#include <gtest/gtest.h>

#include <chrono>

namespace gongkai::identity {
namespace {

machine::Actor Person(std::string_view id) { return {.id = base::ActorId(id)}; }

TEST(ChangeQuota, APersonChangesOnlySoMuchInAMinute) {
  ChangeQuota quota([] { return 3; });
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(quota.Count(Person("user/a")));
  const Status refused = quota.Count(Person("user/a"));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().reason, Reason::kQuotaExceeded);
  ASSERT_TRUE(refused.error().retry_after);
  EXPECT_GT(*refused.error().retry_after, std::chrono::seconds(10));
  EXPECT_LE(*refused.error().retry_after, std::chrono::seconds(20));
  EXPECT_TRUE(quota.Count(Person("user/b"))) << "somebody else is not held up";
}

TEST(ChangeQuota, ABotUsesUpTheAllowanceOfItsPerson) {
  ChangeQuota quota([] { return 1; });
  machine::Actor bot = Person("bot/import");
  bot.on_behalf_of = base::ActorId("user/a");
  EXPECT_TRUE(quota.Count(bot));
  EXPECT_FALSE(quota.Count(Person("user/a")));
}

TEST(ChangeQuota, WhatAServicePassesOnWasCountedWhereItEntered) {
  ChangeQuota quota([] { return 1; });
  machine::Actor passed_on = Person("user/a");
  passed_on.via = "review";
  for (int i = 0; i < 10; ++i) EXPECT_TRUE(quota.Count(passed_on));
  EXPECT_TRUE(quota.Count(Person("user/a")));
  EXPECT_FALSE(quota.Count(Person("user/a")));
}

TEST(ChangeQuota, TheLimitOfTheMomentHolds) {
  int limit = 1;
  ChangeQuota quota([&limit] { return limit; });
  EXPECT_TRUE(quota.Count(Person("user/a")));
  EXPECT_FALSE(quota.Count(Person("user/a")));
  limit = 0;
  for (int i = 0; i < 1000; ++i) EXPECT_TRUE(quota.Count(Person("user/a")));
}

}  // namespace
}  // namespace gongkai::identity
