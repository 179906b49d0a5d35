// A ledger on a real storage engine, and commands that are answered before the call returns.
#pragma once

#include <gtest/gtest.h>

#include <atomic>
#include <functional>
#include <future>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "tests/conformance/engines.h"
#include "tests/support/test_folder.h"
#include "tests/workflow/ledger/reports.h"
#include "workflow/base/digest.h"
#include "workflow/base/entry_index.h"
#include "workflow/base/report_id.h"
#include "workflow/base/time.h"
#include "workflow/ledger/ledger.h"
#include "workflow/machine/table.h"

namespace gongkai::conformance {

class LedgerFixture : public testing::Test {
 protected:
  explicit LedgerFixture(const EngineCase& engine) : engine_case_(engine) { Open(); }

  void Open() {
    OpenEngine();
    OpenLedger(engine_->store());
  }

  // Opens a ledger on this store.
  void OpenLedger(ledger::Store& store) {
    ledger_ = std::make_unique<ledger::Ledger>(
        store,
        ledger::Ledger::Environment{
            .now = [this] { return base::FromMicros(++now_us_); },
            .fill_random =
                [this](std::span<std::uint8_t> out) {
                  for (std::uint8_t& byte : out) byte = random_++;
                },
            .policy = [this] { return Decide(); },
            .actor_of = [this](const base::ActorId& id, base::Time) { return ActorOf(id); },
            .schedule = schedule_,
            .on_commit = [this](std::uint64_t size, const merkle::Hash&) { committed_ = size; },
            .on_disk_full = [this] { ++times_full_; },
            .on_clock_behind = [this](std::chrono::microseconds) { ++times_behind_; },
            .on_failure = [this](const std::string& what) { on_failure_(what); }},
        ledger::Ledger::Options{});
  }

  // Opens what is stored, without a ledger.
  void OpenEngine() {
    engine_ = engine_case_.open(folder_.path());
    log_ = &engine_->reader();
  }

  void Close() {
    ledger_.reset();
    log_ = nullptr;
    engine_.reset();
  }

  Result<ledger::Outcome> Apply(ledger::Command command) {
    Know(command.actor);
    return Answer([&](ledger::Ledger::Reply reply) {
      return ledger_->Apply(std::move(command), std::move(reply));
    });
  }

  Result<ledger::Outcome> Check(ledger::Command command) {
    Know(command.actor);
    return Answer([&](ledger::Ledger::Reply reply) {
      return ledger_->Check(std::move(command), true, std::move(reply));
    });
  }

  Result<ledger::Outcome> Refuse(ledger::Command command, std::optional<Error> refusal) {
    Know(command.actor);
    return Answer([&](ledger::Ledger::Reply reply) {
      return ledger_->Refuse(std::move(command), std::move(refusal), std::move(reply));
    });
  }

  // The policy says it from now on.
  Result<ledger::Outcome> Revoke(const ledger::Revocation& revocation) {
    policy_ += "revoked: " + revocation.identity.text() + " since " +
               std::to_string(base::ToMicros(revocation.since)) + '\n';
    revocations_.push_back(revocation);
    return KeepPolicy();
  }

  Result<ledger::Outcome> KeepTime(const std::string& report) {
    return Answer([&](ledger::Ledger::Reply reply) {
      return ledger_->KeepTime(
          {.subject = ledger::ReportSubject(base::ReportId(report)),
           .actor = {.id = base::ActorId::OfService("workflow"), .service = "workflow"}},
          std::move(reply));
    });
  }

  // The command for `action` on the report as it stands.
  ledger::Command Ask(const std::string& report, machine::Action action,
                      const machine::Actor& actor) {
    ledger::Command command = ledger::Ask(
        log_->FindRecord(base::ReportId(report)).value_or(ledger::Record{}), action, actor);
    command.subject = ledger::ReportSubject(base::ReportId(report));
    command.request = base::Sha256(report + std::string(machine::ToString(action)));
    return command;
  }

  // Does it, which must be allowed.
  ledger::Record Do(const std::string& report, machine::Action action,
                    const machine::Actor& actor) {
    Result<ledger::Outcome> outcome = Apply(Ask(report, action, actor));
    EXPECT_TRUE(outcome) << outcome.error().message;
    return outcome ? outcome->record : ledger::Record{};
  }

  void Publish(const std::string& report) {
    using machine::Action;
    Do(report, Action::kCreate, ledger::kDrafter);
    Do(report, Action::kSubmit, ledger::kDrafter);
    Do(report, Action::kApproveLegal, ledger::kLegal);
    Do(report, Action::kApproveSecrecy, ledger::kSecrecy);
    Do(report, Action::kPublish, ledger::kPublisher);
  }

  // Brings a report to CLEARED that is not for active disclosure; `corrects` may be empty.
  void ClearOnRequest(const std::string& report, const std::string& corrects = "") {
    using machine::Action;
    ledger::Command create = Ask(report, Action::kCreate, ledger::kDrafter);
    create.corrects = base::ReportId(corrects);
    ASSERT_TRUE(Apply(create));
    ledger::Command submit = Ask(report, Action::kSubmit, ledger::kDrafter);
    ledger::SetDetail(submit, ledger::details::OfSubmission(ledger::Disclosure::kOnRequest));
    ASSERT_TRUE(Apply(submit));
    Do(report, Action::kApproveLegal, ledger::kLegal);
    Do(report, Action::kApproveSecrecy, ledger::kSecrecy);
  }

  ledger::Denial NewestDenial() {
    const ledger::Sealed newest = WholeLog().back();
    const auto detail = ledger::ReadDetail(newest.entry.action, newest.entry.detail);
    const auto* denial = detail ? std::get_if<ledger::Denial>(&*detail) : nullptr;
    return denial == nullptr ? ledger::Denial{} : *denial;
  }

  std::vector<ledger::Sealed> WholeLog() { return log_->ReadFrom(base::EntryIndex{0}, 1'000'000); }

  template <class Ask>
  Result<ledger::Outcome> Answer(const Ask& ask) {
    std::promise<Result<ledger::Outcome>> answer;
    EXPECT_TRUE(
        ask([&answer](Result<ledger::Outcome> result) { answer.set_value(std::move(result)); }));
    return answer.get_future().get();
  }

  // The policy in force, or null.
  const ledger::PolicyInForce* Decide() {
    if (policy_.empty()) return nullptr;
    in_force_ = {.digest = base::Sha256(policy_),
                 .text = policy_,
                 .review = review_,
                 .revocations = revocations_};
    in_force_.review.digest = in_force_.digest;
    return &in_force_;
  }

  Result<ledger::Outcome> KeepPolicy() {
    return Answer(
        [&](ledger::Ledger::Reply reply) { return ledger_->KeepPolicy(std::move(reply)); });
  }

  // The policy says this of the actor from now on. Thread-safe.
  void Know(const machine::Actor& actor) {
    const std::scoped_lock lock(known_mutex_);
    known_.insert_or_assign(actor.id, actor);
  }

  // What the policy says of the identity: as it was in the last command, or else a reviewer; nothing of
  // who is struck.
  machine::Actor ActorOf(const base::ActorId& id) const {
    using machine::Role;
    if (id == struck_) return {.id = id};
    const std::scoped_lock lock(known_mutex_);
    const auto known = known_.find(id);
    machine::Actor actor = known != known_.end()
                               ? known->second
                               : ledger::Person(id.text(), machine::Roles(Role::kLegalReviewer) |
                                                               Role::kSecrecyReviewer);
    if (!limited_to_.empty()) actor.reports_of = limited_to_;
    return actor;
  }

  support::TestFolder folder_;
  std::atomic<std::int64_t> now_us_ = base::ToMicros(ledger::kNow);
  std::atomic<std::uint64_t> committed_ = 0;
  std::atomic<int> times_full_ = 0;
  std::atomic<int> times_behind_ = 0;
  std::function<void(const std::string&)> on_failure_ = [](const std::string& what) {
    FAIL() << what;
  };
  // The terms of reports; null: they have none. Set before Open.
  std::function<ledger::Schedule(const ledger::Record&, bool)> schedule_;
  // The file of the policy, and what it says; an empty file: the log keeps none. Set while nothing is asked.
  std::string policy_;
  ledger::ReviewPolicy review_;
  std::vector<ledger::Revocation> revocations_;
  mutable std::mutex known_mutex_;
  std::map<base::ActorId, machine::Actor> known_;  // guarded by known_mutex_
  ledger::PolicyInForce in_force_;                 // of the ledger's thread
  base::ActorId struck_;                 // holds no role any more; set while nothing is asked
  std::vector<std::string> limited_to_;  // departments on whose reports everybody decides; likewise
  std::uint8_t random_ = 0;              // of the ledger's thread
  const EngineCase engine_case_;
  std::unique_ptr<workflow::Engine> engine_;
  ledger::Reader* log_ = nullptr;  // of engine_
  std::unique_ptr<ledger::Ledger> ledger_;
};

// The same for each engine.
class ConformanceTest : public LedgerFixture, public testing::WithParamInterface<EngineCase> {
 protected:
  ConformanceTest() : LedgerFixture(GetParam()) {}
};

// Expects of the whole log that chains are dense, that states follow each other, that a transition
// allowed each step, and that each record is the fold of its entries.
inline void ExpectLogIsSound(ledger::Reader& log, const std::vector<ledger::Sealed>& entries) {
  std::map<std::string, ledger::Record> folded;
  base::EntryIndex index{};
  for (const ledger::Sealed& sealed : entries) {
    const ledger::Entry& entry = sealed.entry;
    EXPECT_EQ(entry.index, index);
    index = Next(index);
    ledger::Record& record = folded[entry.subject.id];
    EXPECT_EQ(entry.from, record.state);
    EXPECT_EQ(entry.previous,
              record.sequence == 0 ? std::nullopt : std::optional(record.head_hash));
    if (entry.action == machine::Action::kDenied) {
      EXPECT_EQ(entry.to, entry.from);
      continue;
    }
    EXPECT_EQ(entry.sequence, record.sequence + 1);
    if (machine::IsOfClock(entry.action)) {
      EXPECT_EQ(entry.to, entry.from);
      Fold(record, entry, sealed.hash);
      continue;
    }
    const machine::Transition* row = machine::Find(entry.from, entry.action);
    ASSERT_NE(row, nullptr);
    EXPECT_TRUE(entry.to == row->to || entry.to == row->from);
    EXPECT_EQ(entry.role, row->role);
    Fold(record, entry, sealed.hash, entry.related ? &folded[entry.related->id] : nullptr);
  }
  for (const auto& [id, record] : folded) {
    if (record.sequence > 0) {
      EXPECT_EQ(log.FindRecord(base::ReportId(id)), record) << id;
    }
  }
}

}  // namespace gongkai::conformance
