// Trying again. Every call of this client may be sent twice: reads change nothing, and changes
// carry a request id by which the service knows them again.
#pragma once

#include <grpcpp/client_context.h>
#include <grpcpp/support/status.h>

#include <chrono>
#include <functional>
#include <optional>

namespace gongkai::cli {

// How long to wait before each next attempt: twice as long each time, or as long as the service
// asks for, and not for ever.
class Backoff {
 public:
  explicit Backoff(int attempts) : left_(attempts - 1) {}

  // The wait before the next attempt; nothing where another would not help: the server is not away
  // (UNAVAILABLE, CANCELLED) and does not say when to try again, or the attempts are used up.
  std::optional<std::chrono::milliseconds> Next(const grpc::Status& status);

 private:
  int left_;
  std::chrono::milliseconds wait_{100};
};

// Calls `attempt`, each time with a context of its own that ends at the same deadline, up to five
// times, and `wait` in between. The answer is that of the last attempt.
grpc::Status Retry(std::chrono::system_clock::time_point deadline,
                   const std::function<grpc::Status(grpc::ClientContext&)>& attempt,
                   const std::function<void(std::chrono::milliseconds)>& wait);

}  // namespace gongkai::cli
