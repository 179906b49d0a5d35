#include "tests/fault/persistent.h"

#include <chrono>
#include <stdexcept>
#include <thread>

#include "tests/e2e/cluster.h"

namespace gongkai::fault {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr milliseconds kPatience{10'000};
constexpr std::chrono::minutes kLongestOutage{3};

// Not answered, or for a while not possible.
bool MayBeSentAgain(const grpc::Status& status) {
  const grpc::StatusCode code = status.error_code();
  return code == grpc::StatusCode::UNAVAILABLE || code == grpc::StatusCode::DEADLINE_EXCEEDED ||
         e2e::ReasonOf(status) == "DISK_FULL";
}

}  // namespace

void Persistent::Send(const std::string& kind, const Call& call) {
  const auto give_up = steady_clock::now() + kLongestOutage;
  // Now and then somebody hangs up while the change is being made.
  milliseconds patience = OnceIn(10) ? milliseconds(1 + Upto(30)) : kPatience;
  for (;;) {
    const grpc::Status status = call(e2e::Context(patience).get());
    tallies_.Add(kind, status.error_code());
    if (status.ok()) return;
    const bool again = MayBeSentAgain(status) && steady_clock::now() < give_up;
    if (!again) {
      throw std::runtime_error(kind + ": " + e2e::ReasonOf(status) + ": " + status.error_message());
    }
    std::this_thread::sleep_for(milliseconds(Upto(50)));
    patience = kPatience;
  }
}

}  // namespace gongkai::fault
