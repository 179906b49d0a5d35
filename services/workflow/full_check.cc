#include "services/workflow/full_check.h"

#include <spdlog/spdlog.h>

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <utility>

#include "services/workflow/log_check.h"

namespace gongkai::workflow {
namespace {

using std::chrono::steady_clock;

constexpr double kDuty = 0.1;
constexpr std::chrono::minutes kTellEvery(1);

// Rests as long as keeps the thread at its share of a core after it has worked for `worked`.
void Rest(const std::stop_token& stop, steady_clock::duration worked) {
  std::mutex mutex;
  std::condition_variable_any stopped;
  std::unique_lock lock(mutex);
  const auto rest = std::chrono::duration_cast<std::chrono::microseconds>(worked * (1 / kDuty - 1));
  stopped.wait_for(lock, stop, rest, [] { return false; });
}

}  // namespace

FullCheck::FullCheck(storage::Database& database, std::function<std::uint64_t()> size,
                     std::function<void(const std::string&)> on_damage)
    : database_(database),
      size_(std::move(size)),
      on_damage_(std::move(on_damage)),
      thread_([this](const std::stop_token& stop) { Run(stop); }) {}

void FullCheck::Run(const std::stop_token& stop) try {
  const auto start = steady_clock::now();
  auto told = start;
  LogCheck check;
  const auto in_pieces = [&](bool (LogCheck::*piece)(storage::Connection&)) {
    for (bool more = true; more && !stop.stop_requested();) {
      const auto began = steady_clock::now();
      {
        const storage::ReadLease reader = database_.Read();
        more = (check.*piece)(*reader);
      }
      if (began - told > kTellEvery) {
        told = began;
        spdlog::info("checking the whole log: {} of {} entries, {} records so far", check.entries(),
                     size_(), check.records());
      }
      Rest(stop, steady_clock::now() - began);
    }
  };
  in_pieces(&LogCheck::CheckEntries);
  in_pieces(&LogCheck::CheckRecords);
  if (stop.stop_requested()) return;
  const std::chrono::duration<double> took = steady_clock::now() - start;
  spdlog::info("the whole log is sound; {} entries and {} records checked in {:.1f} s",
               check.entries(), check.records(), took.count());
} catch (const std::exception& damage) {
  on_damage_(damage.what());
}

}  // namespace gongkai::workflow
