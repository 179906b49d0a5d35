// Records in the log which terms of reports are near or over.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <stop_token>
#include <thread>
#include <vector>

#include "services/lib/runtime/growing.h"
#include "services/lib/runtime/once_a_minute.h"
#include "services/workflow/deadline/calendars.h"
#include "workflow/base/report_id.h"
#include "workflow/base/time.h"
#include "workflow/ledger/ledger.h"
#include "workflow/ledger/reader.h"

namespace gongkai::workflow {

// Has the ledger record DUE_SOON and OVERDUE within some seconds after the time, once for each term,
// also of what came due while the process was not running. At the start, and after each change of the
// calendar, has it record RESCHEDULE for each report whose due times are others now. What the ledger
// refuses, as on a full disk, is tried again. `calendars`, `log` and `ledger` must outlive this.
class TimeKeeping {
 public:
  struct Options {
    std::function<base::Time()> now;
    // As ledger::Ledger::Environment has it.
    std::function<ledger::Schedule(const ledger::Record&, bool entered)> schedule;
  };

  TimeKeeping(const Calendars& calendars, ledger::Reader& log, ledger::Ledger& ledger,
              Options options);

 private:
  void Run(const std::stop_token& stop);
  // Review and Notify return whether everything was recorded.
  // Has each open report rescheduled whose due times are not those of the calendar in force.
  bool Review(const std::stop_token& stop);
  // Has recorded what is to be told now.
  bool Notify(const std::stop_token& stop);
  // Returns whether the stored record is the fold of the report's entries. Nothing is recorded by
  // itself of a record that somebody has changed behind the ledger's back.
  bool IsFold(const base::ReportId& id) const;
  // Queues those of the reports whose record IsFold, and waits until the ledger has answered for each of
  // them. Returns whether everything was recorded.
  bool KeepTime(const std::vector<base::ReportId>& ids);
  // Blocks for this time, or until the calendar changes or somebody asks for the stop.
  void Rest(const std::stop_token& stop, std::chrono::seconds time);

  static constexpr int kReviews = 2;

  ledger::Reader& log_;
  ledger::Ledger& ledger_;
  const Options options_;
  runtime::OnceAMinute may_tell_;  // of thread_
  std::mutex mutex_;
  std::condition_variable_any changed_;
  // How many reviews are due; guarded by mutex_. A change of the calendar makes two due: a command that
  // was queued before the change may be written after the first.
  int reviews_ = kReviews;
  std::jthread thread_;
  runtime::GrowingValue::Subscription calendar_changes_;  // last: uses the members above
};

}  // namespace gongkai::workflow
