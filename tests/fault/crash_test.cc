// Whole lifecycles through four processes that are killed again and again.
#include <gmock/gmock.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <iostream>
#include <string>
#include <thread>
#include <vector>

#include "tests/e2e/process.h"
#include "tests/fault/auditor.h"
#include "tests/fault/clerk.h"
#include "tests/fault/killer.h"
#include "tests/fault/log_check.h"
#include "tests/fault/seed.h"

namespace gongkai::fault {
namespace {

using e2e::Cluster;
using e2e::kServices;
using e2e::Service;
using std::chrono::steady_clock;

constexpr std::uint64_t kClerks = 5;
constexpr int kMostKillsPerKillAsked = 5;  // until each kind of call was hit

bool EachWasHit(const Tallies& tallies, const Killer& killer) {
  auto by_kind = tallies.by_kind();
  return std::ranges::all_of(kCalls, [&](auto kind) { return by_kind[kind].interrupted > 0; }) &&
         std::ranges::all_of(kServices, [&](Service s) { return killer.kills(s) > 0; });
}

// Until it was enough, or somebody whose work is to go on has ended.
void KillAndKill(Killer& killer, const Tallies& tallies, const std::atomic<int>& ended) {
  const int least = static_cast<int>(FromEnvironment("GONGKAI_KILLS", 120));
  const auto until =
      steady_clock::now() + std::chrono::minutes(FromEnvironment("GONGKAI_MINUTES", 0));
  const auto is_enough = [&] {
    if (killer.kills() < least || steady_clock::now() < until) return false;
    return EachWasHit(tallies, killer) || killer.kills() >= least * kMostKillsPerKillAsked;
  };
  while (ended == 0 && !is_enough()) {
    killer.KillOne();
  }
}

// Starts the workflow process anew and waits until it has checked the whole log.
void ExpectFullCheckPasses(Cluster& cluster) {
  const std::filesystem::path log = cluster.Log(Service::kWorkflow);
  EXPECT_EQ(cluster.Stop(Service::kWorkflow), 0);
  const std::size_t before = e2e::ReadFile(log).size();
  cluster.Start(Service::kWorkflow);
  const auto give_up = steady_clock::now() + std::chrono::minutes(5);
  std::string said;
  do {
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    said = e2e::ReadFile(log).substr(before);
  } while (said.find("the whole log is sound") == std::string::npos &&
           said.find("damaged") == std::string::npos && steady_clock::now() < give_up);
  EXPECT_THAT(said, testing::HasSubstr("the whole log is sound"));
}

void Print(const Tallies& tallies, const Killer& killer) {
  std::cout << killer.kills() << " kills:";
  for (const Service service : kServices) {
    std::cout << ' ' << e2e::NameOf(service) << ' ' << killer.kills(service);
  }
  std::cout << '\n';
  for (const auto& [kind, tally] : tallies.by_kind()) {
    std::cout << kind << ": " << tally.answered << " answered, " << tally.interrupted
              << " interrupted, " << tally.late << " late\n";
  }
}

TEST(Crash, NothingIsLostAndNothingHappensTwiceHoweverOftenProcessesAreKilled) {
  const std::uint64_t seed = Seed();
  Cluster cluster;
  Tallies tallies;
  Killer killer(cluster, seed);
  Auditor auditor(cluster, tallies, seed + 1);
  std::vector<Clerk> clerks;
  for (std::uint64_t i = 0; i < kClerks; ++i) clerks.emplace_back(cluster, tallies, seed + 2 + i);
  {
    std::atomic<int> ended = 0;
    std::vector<std::jthread> threads;
    threads.emplace_back([&](const std::stop_token& stop) {
      auditor.Watch(stop);
      ++ended;
    });
    for (Clerk& clerk : clerks) {
      threads.emplace_back([&](const std::stop_token& stop) {
        clerk.Work(stop);
        ++ended;
      });
    }
    KillAndKill(killer, tallies, ended);
  }
  Print(tallies, killer);

  EXPECT_EQ(auditor.failure(), "");
  std::vector<Acknowledged> acknowledged;
  for (const Clerk& clerk : clerks) {
    EXPECT_EQ(clerk.failure(), "");
    EXPECT_GT(clerk.finished(), 0);
    acknowledged.insert(acknowledged.end(), clerk.acknowledged().begin(),
                        clerk.acknowledged().end());
  }
  EXPECT_GE(killer.kills(), 100);
  for (const Service service : kServices) EXPECT_GT(killer.kills(service), 0);
  for (const char* kind : kCalls) EXPECT_GT(tallies.by_kind()[kind].interrupted, 0) << kind;

  for (const Service service : kServices) cluster.WaitUntilServing(service);
  const std::vector<audit::v1::Entry> shown = auditor.ReadLog();
  auditor.ExpectContents(shown);
  ExpectFullCheckPasses(cluster);
  for (const Service service : kServices) EXPECT_EQ(cluster.Stop(service), 0);

  const std::vector<ledger::Sealed> log = ReadSoundLog(cluster.Data(Service::kWorkflow));
  ExpectExactly(log, acknowledged);
  ExpectPrefixes(log, auditor.seen());
  ASSERT_EQ(shown.size(), log.size());
  for (std::size_t i = 0; i < log.size(); ++i) EXPECT_EQ(shown[i].leaf(), log[i].bytes);
}

}  // namespace
}  // namespace gongkai::fault
