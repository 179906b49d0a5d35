#include "services/lib/client/request_id.h"

#include <gmock/gmock.h>

#include <limits>
#include <set>

namespace gongkai::client {
namespace {

using namespace std::chrono_literals;

TEST(UuidV7, IsTheExampleOfRfc9562) {
  // Appendix A.6: 2022-02-22T14:22:22-05:00, rand_a 0xCC3, rand_b 0x18C4DC0C0C07398F.
  constexpr auto kTime = 1645557742000ms;
  constexpr auto kFractionOfRandA = 797'608ns;  // 0xCC3 of 4096 parts of a millisecond, rounded up
  EXPECT_EQ(UuidV7(kTime + kFractionOfRandA, 0x18C4DC0C0C07398F),
            "017f22e2-79b0-7cc3-98c4-dc0c0c07398f");
}

TEST(UuidV7, HasVersionAndVariantWhateverIsRandom) {
  EXPECT_EQ(UuidV7(0ns, 0), "00000000-0000-7000-8000-000000000000");
  EXPECT_EQ(UuidV7(0ns, std::numeric_limits<std::uint64_t>::max()),
            "00000000-0000-7000-bfff-ffffffffffff");
}

TEST(UuidV7, SortsByTime) {
  constexpr auto kTime = 1'700'000'000'000ms;
  EXPECT_LT(UuidV7(kTime, ~0ULL), UuidV7(kTime + 1us, 0));
  EXPECT_LT(UuidV7(kTime + 999us, ~0ULL), UuidV7(kTime + 1ms, 0));
  EXPECT_LT(UuidV7(kTime, ~0ULL), UuidV7(kTime + 24h, 0));
}

TEST(RequestId, IsNewEachTimeAndWellFormed) {
  std::set<std::string> ids;
  for (int i = 0; i < 1000; ++i) ids.insert(NewRequestId());
  EXPECT_EQ(ids.size(), 1000U);
  EXPECT_THAT(ids, testing::Each(testing::MatchesRegex(
                       "[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")));
}

}  // namespace
}  // namespace gongkai::client
