// Intake's process, killed while it removes what no entry of the ledger names.
#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "tests/e2e/lifecycle.h"
#include "tests/e2e/process.h"
#include "tests/fault/abandoned.h"
#include "tests/fault/auditor.h"
#include "tests/fault/clerk.h"
#include "tests/fault/content_check.h"
#include "tests/fault/seed.h"
#include "tests/support/eventually.h"

namespace gongkai::fault {
namespace {

using e2e::Cluster;
using e2e::Service;

// How often the log says that the collector has removed something.
int Collections(const Cluster& cluster) {
  const std::string log = e2e::ReadFile(cluster.Log(Service::kIntake));
  int count = 0;
  for (std::size_t at = 0; (at = log.find(" collected ", at)) != std::string::npos; ++at) ++count;
  return count;
}

void StartIntake(Cluster& cluster) {
  cluster.Start(Service::kIntake, {.flags = {"--collect-after-seconds", "2"}});
}

// Each life in which something is removed is followed by some short ones. What has to be removed is
// more than the collector removes at once.
TEST(CollectorCrash, RemovesWhatNoEntryNamesAndNothingElseHoweverOftenItIsKilled) {
  constexpr int kAbandoned = 250;
  constexpr int kShortLives = 3;
  const std::uint64_t rounds = FromEnvironment("GONGKAI_KILLS", 12) / (1 + kShortLives);
  const std::uint64_t seed = Seed();
  std::mt19937_64 random(seed);
  const auto live_up_to = [&](int ms) {
    std::this_thread::sleep_for(
        std::chrono::milliseconds(std::uniform_int_distribution<int>(0, ms)(random)));
  };
  Cluster cluster;
  const std::filesystem::path data = cluster.Data(Service::kIntake);
  e2e::Lifecycle lifecycle(cluster);
  const intake::v1::Report shared = e2e::Lifecycle::Content();
  const std::string report = lifecycle.Create(shared);

  Tallies tallies;
  std::vector<Clerk> clerks;
  for (std::uint64_t i = 0; i < 3; ++i) clerks.emplace_back(cluster, tallies, seed + 1 + i);
  {
    std::vector<std::jthread> threads;
    for (Clerk& clerk : clerks) {
      threads.emplace_back([&clerk](const std::stop_token& stop) { clerk.Work(stop); });
    }
    for (std::uint64_t round = 0; round < rounds; ++round) {
      cluster.Kill(Service::kIntake);
      Abandon(data, kAbandoned, report, shared.body());
      const int before = Collections(cluster);
      StartIntake(cluster);
      EXPECT_TRUE(support::Eventually([&] { return Collections(cluster) > before; }));
      live_up_to(500);
      for (int life = 0; life < kShortLives; ++life) {
        cluster.Kill(Service::kIntake);
        StartIntake(cluster);
        live_up_to(700);
      }
    }
  }
  for (const Clerk& clerk : clerks) {
    EXPECT_EQ(clerk.failure(), "");
    EXPECT_GT(clerk.finished(), 0);
  }

  EXPECT_TRUE(support::Eventually([&] { return CountLoose(data) == 0; }));
  Auditor auditor(cluster, tallies, seed + 100);
  const std::vector<audit::v1::Entry> log = auditor.ReadLog();
  auditor.ExpectContents(log);
  EXPECT_EQ(cluster.Stop(Service::kIntake), 0);
  ExpectExactlyTheNamed(data, log);
}

}  // namespace
}  // namespace gongkai::fault
