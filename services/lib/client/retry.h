// Retries calls. Every call of this client may be sent twice: reads change nothing, and each change
// carries a request id by which the service recognizes a retry.
#pragma once

#include <grpcpp/client_context.h>
#include <grpcpp/support/status.h>

#include <chrono>
#include <functional>
#include <optional>

namespace gongkai::client {

// Decides whether a failed call is retried, and after which wait. The wait starts at 100 ms and
// doubles each time, up to 2 s. If the service asks for a longer wait, that one is used.
//
//   Backoff backoff(5);
//   while (!(status = TryOnce()).ok()) {
//     const auto wait = backoff.Next(status);
//     if (!wait) return status;
//     Sleep(*wait);
//   }
class Backoff {
 public:
  // `attempts` is the number of attempts, including the first one.
  explicit Backoff(int attempts) : left_(attempts - 1) {}

  // Returns the wait before the next attempt, or nullopt if the call must not be retried. A call is
  // retried if attempts are left and the server is away (UNAVAILABLE, CANCELLED) or says when to
  // retry.
  std::optional<std::chrono::milliseconds> Next(const grpc::Status& status);

 private:
  int left_;
  std::chrono::milliseconds wait_{100};
};

// Calls `attempt` up to five times, and `wait` between two attempts. Each attempt has its own
// context with the same deadline. Does not retry if the wait would pass the deadline. Returns the
// status of the last attempt.
grpc::Status Retry(std::chrono::system_clock::time_point deadline,
                   const std::function<grpc::Status(grpc::ClientContext&)>& attempt,
                   const std::function<void(std::chrono::milliseconds)>& wait);

}  // namespace gongkai::client
