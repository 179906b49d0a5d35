#include "services/lib/runtime/file_watch.h"

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <utility>

#include "services/lib/runtime/small_file.h"

namespace gongkai::runtime {
namespace {

constexpr std::chrono::milliseconds kPeriod{500};

}  // namespace

FileWatch::FileWatch(std::vector<std::filesystem::path> files)
    : files_(std::move(files)), seen_(Read()) {}

void FileWatch::Start(std::function<bool()> changed) {
  thread_ = std::jthread(
      [this, changed = std::move(changed)](const std::stop_token& stop) { Run(stop, changed); });
}

std::string FileWatch::Read() const {
  std::string all;
  for (const std::filesystem::path& file : files_) {
    const Result<std::string> bytes = ReadSmallFile(file);
    const std::string& text = bytes ? *bytes : bytes.error().message;
    all += std::to_string(text.size()) + (bytes ? ":" : "!") + text;
  }
  return all;
}

void FileWatch::Run(const std::stop_token& stop, const std::function<bool()>& changed) {
  std::mutex mutex;
  std::condition_variable_any wake;
  std::unique_lock lock(mutex);
  std::string last = seen_;
  while (!wake.wait_for(lock, stop, kPeriod, [&] { return stop.stop_requested(); })) {
    std::string now = Read();
    if (now != seen_ && now == last && changed()) seen_ = now;
    last = std::move(now);
  }
}

}  // namespace gongkai::runtime
