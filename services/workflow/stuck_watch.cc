#include "services/workflow/stuck_watch.h"

#include <spdlog/spdlog.h>

#include <chrono>
#include <cstddef>
#include <exception>
#include <string>

#include "services/workflow/api/stuck_reports.h"

namespace gongkai::workflow {
namespace {

constexpr std::chrono::hours kAtLeastEach{1};

}  // namespace

StuckWatch::StuckWatch(const identity::PolicyFile& policy, ledger::Reader& log)
    : policy_(policy),
      log_(log),
      thread_([this](const std::stop_token& stop) { Run(stop); }),
      policy_changes_(policy.OnChange([this] {
        {
          const std::scoped_lock lock(mutex_);
          count_ = true;
        }
        changed_.notify_one();
      })) {}

void StuckWatch::Run(const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  for (;;) {
    changed_.wait_for(lock, stop, kAtLeastEach, [this] { return count_; });
    if (stop.stop_requested()) return;
    count_ = false;
    lock.unlock();
    try {
      Count(stop);
    } catch (const std::exception& failure) {
      // What is wrong with the storage, others tell, too.
      spdlog::error("reports without reviewers are not counted: {}", failure.what());
    }
    lock.lock();
  }
}

void StuckWatch::Count(const std::stop_token& stop) const {
  constexpr std::int32_t kPage = 1000;
  const auto policy = policy_.current();
  const machine::Actor viewer{.id = base::ActorId::OfService("workflow"),
                              .roles = machine::Role::kAuditor};
  std::size_t count = 0;
  std::string first;
  std::string page_token;
  do {
    const Result<StuckPage> page = FindStuck(log_, *policy, viewer, kPage, page_token, {});
    if (!page) throw std::runtime_error(page.error().message);
    if (first.empty() && !page->stuck.empty()) first = page->stuck.front().record.id.Name();
    count += page->stuck.size();
    page_token = page->next_page_token;
  } while (!page_token.empty() && !stop.stop_requested());
  if (count == 0) return;
  spdlog::warn(
      "{} reports under review have too few people left who may review them, such as {}; `gongkai "
      "task stuck` lists them",
      count, first);
}

}  // namespace gongkai::workflow
