#include "tests/bench/fill.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <fstream>
#include <iterator>
#include <memory>
#include <mutex>
#include <random>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "services/lib/identity/policy.h"
#include "services/lib/request/time.h"
#include "services/workflow/store/head_check.h"
#include "services/workflow/store/head_file.h"
#include "services/workflow/store/sqlite/sqlite_engine.h"
#include "tests/bench/detail.h"
#include "tests/bench/ids.h"
#include "tests/bench/lifecycle.h"
#include "workflow/base/digest.h"
#include "workflow/base/report_id.h"
#include "workflow/base/time.h"
#include "workflow/ledger/ledger.h"

namespace gongkai::bench {
namespace {

constexpr std::uint64_t kMostOpenReports = 1024;        // at a time; also the size of batches
constexpr std::uint64_t kQueue = 2 * kMostOpenReports;  // of which one person has half
constexpr std::chrono::microseconds kYear = std::chrono::days(365);

identity::Policy ReadPolicy(const std::filesystem::path& file) {
  std::ifstream in(file);
  const std::string text(std::istreambuf_iterator<char>(in), {});
  auto policy = identity::Policy::Parse(text);
  if (!policy) throw std::runtime_error(policy.error().message);
  return *std::move(policy);
}

// All of it, once built, happens on the threads of the ledger.
class Filling {
 public:
  Filling(ledger::Store& store, const identity::Policy& policy, std::uint64_t entries)
      : policy_(policy),
        entries_(entries),
        tick_us_((kYear / static_cast<std::int64_t>(entries)).count()),
        now_us_(base::ToMicros(request::Now() - kYear)),
        reports_(std::min(kMostOpenReports, 1 + entries / 20)),
        ledger_(store, MakeEnvironment(), {.queue = kQueue, .batch = kMostOpenReports}) {
    for (Report& report : reports_) Submit(report);
  }

  void Wait() {
    std::unique_lock lock(mutex_);
    done_.wait(lock, [this] { return answered_ == entries_ || !failure_.empty(); });
    if (!failure_.empty()) throw std::runtime_error(failure_);
  }

 private:
  struct Report {
    base::ReportId id;
    std::span<const Step> steps;
    std::size_t next = 0;
    base::Digest content;
  };

  ledger::Ledger::Environment MakeEnvironment() {
    return {
        .now = [this] { return base::FromMicros(++now_us_); },
        .fill_random =
            [this](std::span<std::uint8_t> out) {
              std::ranges::generate(out, [this] { return std::uint8_t(random_()); });
            },
        .actor_of = [](const base::ActorId& id, base::Time) { return machine::Actor{.id = id}; },
        .on_commit = [](std::uint64_t, const merkle::Hash&) {},
        .on_disk_full = [this] { Fail("the disk is full"); },
        .on_clock_behind = [](std::chrono::microseconds) {},
        .on_failure = [this](const std::string& what) { Fail(what); }};
  }

  void Submit(Report& report) {
    const std::scoped_lock lock(mutex_);
    if (submitted_ == entries_) return;
    ++submitted_;
    if (report.next == report.steps.size()) {
      report = {.id = base::ReportId(ids_.ReportId(base::FromMicros(now_us_))),
                .steps = StepsOf(created_++)};
    }
    const Step& step = report.steps[report.next++];
    if (step.action == machine::Action::kCreate || step.action == machine::Action::kEdit) {
      report.content = base::Sha256(ids_.Digest());
    }
    const bool queued =
        ledger_.Apply(ToCommand(report, step), [this, &report](const auto& outcome) {
          if (!outcome) return Fail(outcome.error().message);
          Answered(report);
        });
    if (!queued) throw std::runtime_error("the ledger's queue is too short");
  }

  ledger::Command ToCommand(const Report& report, const Step& step) {
    const identity::Identity& actor = *policy_.Find(base::ActorId(step.actor));
    ledger::Command command{
        .subject = ledger::ReportSubject(report.id),
        .action = step.action,
        .actor = {.id = actor.id,
                  .department = actor.department,
                  .roles = actor.roles,
                  .via = std::string(step.service)},
        .request_id = ids_.RequestId(base::FromMicros(now_us_)),
        .request = base::Sha256(report.id.text()),
        .content = report.content,
        .comment = std::string(CommentOf(step.action)),
    };
    command.detail = DetailBytes(step.action, report.content.ToHex());
    command.facts = ledger::ReadDetail(command.action, command.detail).value();
    return command;
  }

  // The year goes on with each entry that is written.
  void Answered(Report& report) {
    now_us_ += tick_us_;
    Submit(report);
    const std::scoped_lock lock(mutex_);
    if (++answered_ == entries_) done_.notify_all();
  }

  void Fail(const std::string& what) {
    const std::scoped_lock lock(mutex_);
    failure_ = what;
    done_.notify_all();
  }

  const identity::Policy& policy_;
  const std::uint64_t entries_;
  const std::int64_t tick_us_;
  std::atomic<std::int64_t> now_us_;
  std::mt19937_64 random_{1};

  std::mutex mutex_;
  std::condition_variable done_;
  Ids ids_{2};                   // guarded by mutex_, as is the rest
  std::uint64_t created_ = 0;    // reports
  std::uint64_t submitted_ = 0;  // commands
  std::uint64_t answered_ = 0;
  std::string failure_;

  std::vector<Report> reports_;
  ledger::Ledger ledger_;  // last: it uses all of the above
};

}  // namespace

void Fill(const std::filesystem::path& data, std::uint64_t entries,
          const std::filesystem::path& policy) {
  std::filesystem::create_directories(data);
  const std::unique_ptr<workflow::Engine> engine = workflow::OpenSqlite(data / "ledger.db");
  const identity::Policy known = ReadPolicy(policy);
  Filling(engine->store(), known, entries).Wait();
  workflow::HeadFile(data / "ledger.head").Keep(workflow::CheckHead(engine->reader()));
}

}  // namespace gongkai::bench
