#include "tests/bench/step_bench.h"

#include <fmt/format.h>

#include <chrono>
#include <random>
#include <stdexcept>
#include <utility>
#include <vector>

#include "services/lib/identity/policy.h"
#include "services/workflow/deadline/schedule.h"
#include "tests/bench/drafter.h"
#include "tests/bench/ids.h"
#include "tests/bench/measure.h"
#include "workflow/base/digest.h"
#include "workflow/base/time.h"
#include "workflow/calendar/announced.h"
#include "workflow/calendar/calendar.h"
#include "workflow/ledger/record.h"

namespace gongkai::bench {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t kHashed = 4 << 10;

// Returns so many bytes that were not stored before.
std::string FreshText(Ids& ids, std::size_t size) {
  std::string text = ids.Digest();
  text.resize(size, 'd');
  return text;
}

// Returns how long `work` takes, in units of `Period` of a second.
template <class Period, class Work>
double Time(const Work& work) {
  const auto start = Clock::now();
  work();
  return std::chrono::duration<double, Period>(Clock::now() - start).count();
}

// Returns a report that came to legal review before the holidays of October 2025. An authority was
// asked about it for some days, in which the clock was stopped.
ledger::Record Waiting() {
  using std::chrono::local_days;
  using namespace std::chrono_literals;
  ledger::Record record;
  record.state = machine::State::kLegalReview;
  record.state_time = base::StartInChina(local_days(2025y / 9 / 10)) + 9h;
  record.stops = {{.first = local_days(2025y / 9 / 15), .last = local_days(2025y / 9 / 19)}};
  return record;
}

}  // namespace

SubmissionFigure MeasureSubmissions(const Places& places, const SubmissionPlan& plan) {
  Pipeline pipeline = StartPipeline(places);
  Drafter drafter(pipeline.intake->As("user/zhang-wei", 1).front());
  Ids ids(std::random_device{}());
  const auto submit = [&](std::size_t body, int attachments) {
    const std::string report = drafter.Create(ReportOf("通知", FreshText(ids, body)));
    for (int i = 0; i < attachments; ++i) {
      drafter.Attach(report, fmt::format("attachment-{}.pdf", i), FreshText(ids, plan.attachment));
    }
    return Time<std::milli>([&] { drafter.Submit(report); });
  };
  submit(plan.small_body, 0);  // what is used for the first time is slow
  std::vector<double> small_ms;
  std::vector<double> large_ms;
  for (int i = 0; i < plan.submissions; ++i) {
    small_ms.push_back(submit(plan.small_body, 0));
    large_ms.push_back(submit(plan.large_body, plan.attachments));
  }
  pipeline.Stop();
  return {.small_ms = MedianOf(std::move(small_ms)), .large_ms = MedianOf(std::move(large_ms))};
}

std::string ToText(const SubmissionFigure& figure) {
  return fmt::format("SubmitReport: small {:.2f} ms, large {:.2f} ms, ratio {:.1f}\n",
                     figure.small_ms, figure.large_ms, figure.large_ms / figure.small_ms);
}

DeadlineFigure MeasureDeadlines(const DeadlinePlan& plan) {
  const calendar::Calendar calendar(calendar::Announced());
  const identity::StageDays stage_days{.legal = plan.days};
  const ledger::Record record = Waiting();
  const std::string text(kHashed, 'd');
  const auto count = [&] {
    const ledger::Schedule schedule =
        workflow::ScheduleOf(record, /*entered=*/true, calendar, stage_days);
    const auto days =
        workflow::DaysOf(schedule.terms.stage, record, calendar, schedule.terms.stage.due);
    if (days.back().number != plan.days) throw std::runtime_error("a deadline is counted wrongly");
  };
  const auto hash = [&] {
    if (base::Sha256(text) == base::Digest()) throw std::runtime_error("a hash is wrong");
  };
  const auto repeat = [&](const auto& work) {
    return Time<std::micro>([&] {
             for (int i = 0; i < plan.counts; ++i) work();
           }) /
           plan.counts;
  };
  std::vector<double> count_us;
  std::vector<double> hash_us;
  for (int i = 0; i < plan.rounds; ++i) {
    count_us.push_back(repeat(count));
    hash_us.push_back(repeat(hash));
  }
  return {.days = plan.days,
          .count_us = MedianOf(std::move(count_us)),
          .hash_us = MedianOf(std::move(hash_us))};
}

std::string ToText(const DeadlineFigure& figure) {
  return fmt::format(
      "a deadline of {} working days: {:.1f} µs, {:.1f} times SHA-256 of 4 KiB ({:.1f} µs); aim "
      "under 50 µs\n",
      figure.days, figure.count_us, figure.count_us / figure.hash_us, figure.hash_us);
}

}  // namespace gongkai::bench
