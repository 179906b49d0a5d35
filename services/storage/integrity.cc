#include "services/storage/integrity.h"

#include <sqlite3.h>
#include <time.h>

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <utility>

#include "services/storage/connection.h"
#include "services/storage/error.h"

namespace gongkai::storage {
namespace {

using std::chrono::nanoseconds;
using std::chrono::steady_clock;

constexpr std::chrono::milliseconds kShortestPause(1);

nanoseconds ThreadCpuTime() {
  timespec time{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return std::chrono::seconds(time.tv_sec) + nanoseconds(time.tv_nsec);
}

// Holds the calling thread up so that it computes for no more than `duty` of the time.
class Brake {
 public:
  Brake(double duty, std::stop_token stop) : duty_(duty), stop_(std::move(stop)) {}

  // True if the work is to stop.
  bool Hold() {
    const auto earned = steady_clock::now() - started_;
    const auto due = std::chrono::duration_cast<nanoseconds>((ThreadCpuTime() - cpu_) / duty_);
    if (due - earned >= kShortestPause) {
      std::unique_lock lock(mutex_);
      never_.wait_for(lock, stop_, due - earned, [] { return false; });
    }
    return stop_.stop_requested();
  }

 private:
  const double duty_;
  const std::stop_token stop_;
  const steady_clock::time_point started_ = steady_clock::now();
  const nanoseconds cpu_ = ThreadCpuTime();
  std::mutex mutex_;
  std::condition_variable_any never_;  // only the stop wakes it
};

void Collect(Connection& connection, std::string_view check, std::vector<std::string>& findings) {
  Statement rows = connection.PrepareOnce(check);
  while (rows.Step()) {
    if (rows.Text(0) != "ok") findings.emplace_back(rows.Text(0));
  }
}

}  // namespace

std::vector<std::string> CheckIntegrity(const std::filesystem::path& file, double duty,
                                        std::stop_token stop) {
  std::vector<std::string> findings;
  Brake brake(duty, stop);
  try {
    Connection connection(file, Connection::Mode::kReadOnly);
    connection.SetWatch([&brake] { return brake.Hold(); });
    const std::stop_callback interrupt(stop, [&] { sqlite3_interrupt(connection.handle()); });
    Collect(connection, "PRAGMA integrity_check", findings);
  } catch (const CorruptError& e) {
    findings.emplace_back(e.what());
  } catch (const QueryTimeout&) {
    // Stopped.
  }
  return findings;
}

std::vector<std::string> QuickCheck(const std::filesystem::path& file) {
  std::vector<std::string> findings;
  try {
    Connection connection(file, Connection::Mode::kReadOnly);
    Collect(connection, "PRAGMA quick_check", findings);
  } catch (const CorruptError& e) {
    findings.emplace_back(e.what());
  }
  return findings;
}

}  // namespace gongkai::storage
