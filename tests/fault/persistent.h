// A client that does not give up.
#pragma once

#include <grpcpp/client_context.h>
#include <grpcpp/support/status.h>

#include <cstdint>
#include <functional>
#include <random>
#include <string>

#include "tests/fault/tallies.h"

namespace gongkai::fault {

// For one thread. Its choices follow from the seed.
class Persistent {
 public:
  using Call = std::function<grpc::Status(grpc::ClientContext*)>;

  // `tallies` must outlive this.
  Persistent(Tallies& tallies, std::uint64_t seed) : tallies_(tallies), random_(seed) {}

  // Makes the call until it is answered: while processes are gone or their disk is full, and where
  // it lost patience with an answer that was under way. `call` sends the same request each time.
  // Throws std::runtime_error if it is refused, or not answered at all.
  void Send(const std::string& kind, const Call& call);

  // True once in `times`, at random.
  bool OnceIn(int times) { return Upto(times - 1) == 0; }

  // 0 to `most`, at random.
  int Upto(int most) { return std::uniform_int_distribution<int>(0, most)(random_); }

 private:
  Tallies& tallies_;
  std::mt19937_64 random_;
};

}  // namespace gongkai::fault
