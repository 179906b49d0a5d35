#include "services/workflow/store/full_check.h"

#include <spdlog/spdlog.h>

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <utility>

namespace gongkai::workflow {
namespace {

using std::chrono::steady_clock;

constexpr double kDuty = 0.1;
constexpr std::chrono::minutes kTellEvery(1);
constexpr std::chrono::seconds kRetryAfter(60);

using Seconds = std::chrono::duration<double>;

// Blocks for this time, or until somebody asks for the stop.
void Rest(const std::stop_token& stop, Seconds time) {
  std::mutex mutex;
  std::condition_variable_any stopped;
  std::unique_lock lock(mutex);
  stopped.wait_for(lock, stop, time, [] { return false; });
}

// Runs a piece of the check. Returns false if anything else than the log itself is at fault, such as
// a lack of memory; then the piece may be run again.
template <class Piece>
bool Manages(const Piece& piece) try {
  piece();
  return true;
} catch (const ledger::StoreDamaged&) {
  throw;
} catch (const std::exception& failure) {
  spdlog::error("the check of the whole log goes on in a minute: {}", failure.what());
  return false;
}

}  // namespace

FullCheck::FullCheck(std::unique_ptr<LogCheck> check, std::function<std::uint64_t()> size,
                     std::function<void(const std::string&)> on_damage)
    : check_(std::move(check)),
      size_(std::move(size)),
      on_damage_(std::move(on_damage)),
      thread_([this](const std::stop_token& stop) { Run(stop); }) {}

void FullCheck::Run(const std::stop_token& stop) try {
  const auto start = steady_clock::now();
  auto told = start;
  for (bool more = true; more && !stop.stop_requested();) {
    const auto began = steady_clock::now();
    const bool managed = Manages([&] { more = check_->CheckMore(); });
    if (began - told > kTellEvery) {
      told = began;
      spdlog::info("checking the whole log: {} of {} entries, {} records so far", check_->entries(),
                   size_(), check_->records());
    }
    const Seconds worked = steady_clock::now() - began;
    Rest(stop, managed ? worked * (1 / kDuty - 1) : kRetryAfter);
  }
  if (stop.stop_requested()) return;
  const std::chrono::duration<double> took = steady_clock::now() - start;
  spdlog::info("the whole log is sound; {} entries and {} records checked in {:.1f} s",
               check_->entries(), check_->records(), took.count());
} catch (const std::exception& damage) {
  on_damage_(damage.what());
}

}  // namespace gongkai::workflow
