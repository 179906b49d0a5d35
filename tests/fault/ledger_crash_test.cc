// The ledger's process under a load of large batches, killed in the middle of them.
#include <gtest/gtest.h>

#include <random>
#include <vector>

#include "tests/fault/ledger_clerk.h"
#include "tests/fault/log_check.h"
#include "tests/fault/seed.h"

namespace gongkai::fault {
namespace {

using e2e::Service;

TEST(LedgerCrash, EveryBatchIsThereWholeOrNotAtAll) {
  constexpr int kClerks = 32;
  const int kills = static_cast<int>(FromEnvironment("GONGKAI_KILLS", 20));
  const int most_kills = 10 * kills;
  const std::uint64_t seed = Seed();
  std::mt19937_64 random(seed);
  e2e::Cluster cluster;
  LedgerClerks clerks(cluster, kClerks, seed);
  // Until one change, at least, was on disk when its process died before it could say so.
  bool under_load = true;
  for (int kill = 0; under_load && (kill < kills || (clerks.replayed() == 0 && kill < most_kills));
       ++kill) {
    under_load = clerks.WaitFor(std::uniform_int_distribution<int>(1, 500)(random));
    cluster.Kill(Service::kWorkflow);
    cluster.Start(Service::kWorkflow);
  }
  const std::vector<Acknowledged> acknowledged = clerks.Finish();
  EXPECT_TRUE(under_load);
  EXPECT_GT(clerks.replayed(), 0);
  EXPECT_EQ(cluster.Stop(Service::kWorkflow), 0);
  ExpectExactly(ReadSoundLog(cluster.Data(Service::kWorkflow)), acknowledged);
}

}  // namespace
}  // namespace gongkai::fault
