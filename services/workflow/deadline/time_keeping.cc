#include "services/workflow/deadline/time_keeping.h"

#include <spdlog/spdlog.h>

#include <chrono>
#include <exception>
#include <latch>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "workflow/base/mutex.h"
#include "workflow/base/thread_annotations.h"
#include "workflow/machine/states.h"

namespace gongkai::workflow {
namespace {

using machine::State;

constexpr std::chrono::seconds kRest(1);
constexpr std::chrono::seconds kRestAfterFailure(10);
constexpr std::size_t kAtOnce = 100;

ledger::Command CommandOf(const base::ReportId& id) {
  return {.subject = ledger::ReportSubject(id),
          .actor = {.id = base::ActorId::OfService("workflow"), .service = "workflow"}};
}

// The open reports, as the service itself reads them.
ledger::RecordQuery OpenReports() {
  return {.viewer = {.id = base::ActorId::OfService("workflow"), .roles = machine::Role::kAuditor},
          .states = {State::kDraft, State::kLegalReview, State::kSecrecyReview, State::kCleared},
          .page_size = 1000};
}

}  // namespace

TimeKeeping::TimeKeeping(const Calendars& calendars, ledger::Reader& log, ledger::Ledger& ledger,
                         Options options)
    : log_(log),
      ledger_(ledger),
      options_(std::move(options)),
      thread_([this](const std::stop_token& stop) { Run(stop); }),
      calendar_changes_(calendars.OnChange([this] {
        {
          const std::scoped_lock lock(mutex_);
          reviews_ = kReviews;
        }
        changed_.notify_one();
      })) {}

void TimeKeeping::Run(const std::stop_token& stop) {
  // What cannot be recorded of one report keeps nobody from what is due of the others.
  const auto attempt = [this](const auto& work) {
    try {
      return work();
    } catch (const std::exception& failure) {
      if (may_tell_()) spdlog::error("not all that is due is recorded: {}", failure.what());
      return false;
    }
  };
  while (!stop.stop_requested()) {
    bool review = false;
    {
      const std::scoped_lock lock(mutex_);
      review = reviews_ > 0;
      if (review) --reviews_;
    }
    const bool reviewed = !review || attempt([&] { return Review(stop); });
    attempt([&] { return Notify(stop); });
    Rest(stop, reviewed ? kRest : kRestAfterFailure);
    if (reviewed) continue;
    const std::scoped_lock lock(mutex_);
    reviews_ = kReviews;
  }
}

bool TimeKeeping::Review(const std::stop_token& stop) {
  bool all = true;
  ledger::RecordQuery query = OpenReports();
  do {
    std::vector<base::ReportId> others;
    const Result<std::string> next = log_.ListRecords(query, [&](const ledger::Record& record) {
      if (!record.terms.AnySet()) return true;
      const ledger::Schedule schedule = options_.schedule(record, /*entered=*/false);
      if (WithTold(schedule.terms, record.terms) != record.terms) others.push_back(record.id);
      return true;
    });
    if (!next) throw std::runtime_error(next.error().message);
    all &= KeepTime(others);
    query.page_token = *next;
  } while (!query.page_token.empty() && !stop.stop_requested());
  return all;
}

bool TimeKeeping::Notify(const std::stop_token& stop) {
  for (bool more = true; more && !stop.stop_requested();) {
    const std::vector<base::ReportId> ids = log_.ListToNotify(options_.now(), kAtOnce);
    more = ids.size() == kAtOnce;
    if (!KeepTime(ids)) return false;
  }
  return true;
}

bool TimeKeeping::IsFold(const base::ReportId& id) const try {
  const std::optional<ledger::Record> record = log_.FindRecord(id);
  return record && log_.FindRecordAt(id, record->head) == record;
} catch (const ledger::StoreDamaged&) {
  return false;
}

bool TimeKeeping::KeepTime(const std::vector<base::ReportId>& ids) {
  struct Answers {
    explicit Answers(std::size_t count) : left(static_cast<std::ptrdiff_t>(count)) {}
    std::latch left;
    Mutex mutex;
    std::string refusal GUARDED_BY(mutex);  // the last
  };
  const auto answers = std::make_shared<Answers>(ids.size());
  const auto refuse = [](Answers& all, const std::string& why) {
    const MutexLock lock(all.mutex);
    all.refusal = why;
  };
  for (const base::ReportId& id : ids) {
    if (!IsFold(id)) {
      refuse(*answers, id.Name() + " is not the fold of its entries");
      answers->left.count_down();
      continue;
    }
    const bool queued =
        ledger_.KeepTime(CommandOf(id), [answers, refuse](const Result<ledger::Outcome>& recorded) {
          if (!recorded) refuse(*answers, recorded.error().message);
          answers->left.count_down();
        });
    if (queued) continue;
    refuse(*answers, "too many commands wait");
    answers->left.count_down();
  }
  answers->left.wait();
  const MutexLock lock(answers->mutex);
  if (answers->refusal.empty()) return true;
  if (may_tell_()) spdlog::error("not all that is due is recorded: {}", answers->refusal);
  return false;
}

void TimeKeeping::Rest(const std::stop_token& stop, std::chrono::seconds time) {
  std::unique_lock lock(mutex_);
  changed_.wait_for(lock, stop, time, [this]() { return reviews_ == kReviews; });
}

}  // namespace gongkai::workflow
