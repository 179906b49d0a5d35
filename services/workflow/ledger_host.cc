#include "services/workflow/ledger_host.h"

#include <openssl/rand.h>
#include <spdlog/spdlog.h>
#include <sysexits.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <iterator>
#include <optional>
#include <stdexcept>
#include <utility>
#include <vector>

#include "services/lib/request/time.h"
#include "services/workflow/api/commands.h"
#include "services/workflow/api/reviewers.h"
#include "services/workflow/api/service_context.h"
#include "services/workflow/deadline/schedule.h"
#include "services/workflow/store/head_check.h"
#include "services/workflow/store/sqlite/sqlite_engine.h"

namespace gongkai::workflow {
namespace {

// The threads of the streams, the check of the whole log, the time keeping, and the count of
// what is stuck.
constexpr int kOtherReaders = runtime::Streams::Options{}.threads + 3;

// Draws from the system's generator for many entries at once: most of a draw's cost is the call.
class Random {
 public:
  void operator()(std::span<std::uint8_t> out) {
    if (rest_.size() < out.size()) {
      rest_.resize(4096);
      if (RAND_bytes(rest_.data(), static_cast<int>(rest_.size())) != 1) {
        throw std::runtime_error("the system gives no random bytes");
      }
    }
    std::copy_n(rest_.end() - std::ssize(out), out.size(), out.begin());
    rest_.resize(rest_.size() - out.size());
  }

 private:
  std::vector<std::uint8_t> rest_;
};

[[noreturn]] void Stop(const std::string& what) {
  spdlog::critical("{}. The process ends; restarting it checks what is on disk.", what);
  spdlog::shutdown();
  std::_Exit(EX_SOFTWARE);
}

// What goes on for long, and happens with each batch, is said once a minute.
class OnceAMinute {
 public:
  // Returns whether it is time to say it.
  bool operator()() {
    const auto now = std::chrono::steady_clock::now();
    if (said_ && now - *said_ < std::chrono::minutes(1)) return false;
    said_ = now;
    return true;
  }

 private:
  std::optional<std::chrono::steady_clock::time_point> said_;
};

constexpr std::chrono::seconds kMostBehind{1};

}  // namespace

LedgerHost::LedgerHost(const Options& options, const identity::PolicyFile& policy,
                       const Calendars& calendars) try
    : policy_(policy),
      calendars_(calendars),
      engine_(OpenSqlite(options.data / "ledger.db", kReadThreads + kOtherReaders)),
      head_file_(options.data / "ledger.head") {
  CheckLog(options);
  ledger_ = std::make_unique<ledger::Ledger>(
      engine_->store(),
      ledger::Ledger::Environment{
          .now = request::Now,
          .fill_random = Random(),
          .policy = [this] { return Decide(); },
          .actor_of = [this](const base::ActorId& id,
                             base::Time time) { return deciding_->ActorAt(id, time); },
          .holders = [this](machine::Role role,
                            base::Time time) { return HoldersOf(*deciding_, role, time); },
          .schedule = [this](const ledger::Record& record,
                             bool entered) { return ScheduleOf(record, entered, *deciding_); },
          .on_commit =
              [this](std::uint64_t size, const merkle::Hash& root) {
                head_file_.Keep({.size = size, .root = root});
                log_size_.Advance(size);
              },
          .on_disk_full =
              [say = OnceAMinute()]() mutable {
                if (!say()) return;
                spdlog::error("the disk is full: changes are refused until there is room");
              },
          .on_clock_behind =
              [say = OnceAMinute()](std::chrono::microseconds behind) mutable {
                if (!say()) return;
                spdlog::error(
                    "the clock is {:.1f} s behind the newest entry: entries get that entry's time "
                    "until it has caught up",
                    std::chrono::duration<double>(behind).count());
              },
          .on_failure = [](const std::string& what) { Stop("the ledger failed: " + what); }},
      ledger::Ledger::Options{});
  full_check_ = std::make_unique<FullCheck>(
      engine_->MakeCheck(), [this] { return log_size_.value(); },
      [this](const std::string& what) {
        spdlog::critical("the log is damaged: {}. It is read on, but every change is refused.",
                         what);
        ledger_->RefuseAll(what);
        damage_found_ = true;
      });
  policy_recording_ = std::make_unique<PolicyRecording>(policy_, *ledger_);
  time_keeping_ = std::make_unique<TimeKeeping>(
      calendars_, engine_->reader(), *ledger_,
      TimeKeeping::Options{.now = request::Now,
                           .schedule = [this](const ledger::Record& record, bool entered) {
                             return ScheduleOf(record, entered, *policy_.current());
                           }});
  stuck_watch_ = std::make_unique<StuckWatch>(policy_, engine_->reader());
  spdlog::info("the log has {} entries", log_size_.value());
} catch (const ledger::StoreDamaged& damage) {
  RefuseDamaged(damage.what());
}

const ledger::PolicyInForce* LedgerHost::Decide() {
  auto current = policy_.current();
  if (current == deciding_) return &in_force_;
  deciding_ = std::move(current);
  in_force_ = {.digest = deciding_->digest(),
               .text = deciding_->text(),
               .review = ReviewPolicyOf(*deciding_),
               .revocations = RevocationsOf(*deciding_)};
  return &in_force_;
}

ledger::Schedule LedgerHost::ScheduleOf(const ledger::Record& record, bool entered,
                                        const identity::Policy& policy) const {
  return workflow::ScheduleOf(record, entered, *calendars_.current(), policy.stage_days());
}

void LedgerHost::CheckLog(const Options& options) {
  ledger::Reader& log = engine_->reader();
  const merkle::TreeHead head = CheckHead(log);
  if (options.accept_head) {
    spdlog::warn(
        "the head that was kept is not compared, as --accept-head says; the log has {} entries",
        head.size);
  } else {
    CheckKept(log, head, head_file_.kept());
  }
  if (!options.accept_clock) CheckClock(log.NewestTime(), request::Now());
  head_file_.Replace(head);
  log_size_.Advance(head.size);
}

std::vector<rpc::Condition> LedgerHost::Conditions() {
  const auto clock_is_right = [this] {
    try {
      return engine_->reader().NewestTime() <= request::Now() + kMostBehind;
    } catch (const std::exception&) {
      return true;  // what is wrong with the storage, others tell
    }
  };
  return {{.holds = clock_is_right,
           .services = {"clock"},
           .lost = "the clock is behind the newest entry",
           .again = "the clock has caught up with the newest entry"},
          {.holds = [this] { return !damage_found_; },
           .services = {"log", "gongkai.workflow.v1.WorkflowService"},
           .lost = "the log is damaged, and every change is refused; restore a backup",
           .again = "the log is sound"}};
}

std::vector<std::unique_ptr<grpc::Service>> LedgerHost::MakeServices(rpc::Gate& gate,
                                                                     runtime::Streams& streams) {
  const ServiceContext context{.gate = gate,
                               .streams = streams,
                               .policy = policy_,
                               .calendars = calendars_,
                               .ledger = *ledger_,
                               .log = engine_->reader(),
                               .log_size = log_size_};
  std::vector<std::unique_ptr<grpc::Service>> services;
  services.push_back(MakeWorkflowService(context));
  services.push_back(MakeAuditService(context));
  return services;
}

}  // namespace gongkai::workflow
