#include "services/intake/quotas.h"

#include <gtest/gtest.h>

#include <chrono>

namespace gongkai::intake {
namespace {

server::Caller Person(const std::string& id) { return {.id = id}; }

TEST(Quotas, APersonChangesOnlySoMuchInAMinute) {
  Quotas quotas([] { return QuotaLimits{.changes_per_minute = 3}; });
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(quotas.CountChange(Person("user/a")));
  const Status refused = quotas.CountChange(Person("user/a"));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().reason, Reason::kQuotaExceeded);
  ASSERT_TRUE(refused.error().retry_after);
  EXPECT_GT(*refused.error().retry_after, std::chrono::seconds(10));
  EXPECT_LE(*refused.error().retry_after, std::chrono::seconds(20));
  EXPECT_TRUE(quotas.CountChange(Person("user/b"))) << "somebody else is not held up";
}

TEST(Quotas, ABotUsesUpTheAllowanceOfItsPerson) {
  Quotas quotas([] { return QuotaLimits{.changes_per_minute = 1}; });
  server::Caller bot = Person("bot/import");
  bot.on_behalf_of = "user/a";
  EXPECT_TRUE(quotas.CountChange(bot));
  EXPECT_FALSE(quotas.CountChange(Person("user/a")));
}

TEST(Quotas, TheLimitOfTheMomentHolds) {
  int limit = 1;
  Quotas quotas([&limit] { return QuotaLimits{.changes_per_minute = limit}; });
  EXPECT_TRUE(quotas.CountChange(Person("user/a")));
  EXPECT_FALSE(quotas.CountChange(Person("user/a")));
  limit = 0;
  for (int i = 0; i < 1000; ++i) EXPECT_TRUE(quotas.CountChange(Person("user/a")));
}

}  // namespace
}  // namespace gongkai::intake
