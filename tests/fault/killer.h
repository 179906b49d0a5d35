// Kills processes of a cluster at random moments.
#pragma once

#include <cstdint>
#include <map>
#include <random>

#include "tests/e2e/cluster.h"

namespace gongkai::fault {

// Which process is killed when follows from the seed, as far as the machine is as quick.
class Killer {
 public:
  // `cluster` must outlive this, and nobody else may start or stop its processes meanwhile.
  Killer(e2e::Cluster& cluster, std::uint64_t seed) : cluster_(cluster), random_(seed) {}

  // Waits a little, kills some process, the workflow most often, and starts it again at once.
  // Mostly it has come to serve since it was started, now and then it is hit before. Throws
  // std::runtime_error if it had ended by itself.
  void KillOne();

  int kills() const;
  int kills(e2e::Service service) const;

 private:
  int Upto(int most) { return std::uniform_int_distribution<int>(0, most)(random_); }

  e2e::Cluster& cluster_;
  std::mt19937_64 random_;
  std::map<e2e::Service, int> kills_;
};

}  // namespace gongkai::fault
