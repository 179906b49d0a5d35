// One caller, who waits for each answer before the next call.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace gongkai::bench {

class Lane {
 public:
  // What is wrong with the answer; empty: nothing.
  using Done = std::function<void(const std::string& complaint)>;

  virtual ~Lane() = default;

  // Makes the next call. `done` is called exactly once, on a thread of gRPC, when it is answered;
  // only then Start may be called again.
  virtual void Start(Done done) = 0;
};

using Lanes = std::vector<std::unique_ptr<Lane>>;

}  // namespace gongkai::bench
