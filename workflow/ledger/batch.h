// One batch of commands: the work of the ledger's thread between the store's Begin and Commit.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "workflow/base/actor_id.h"
#include "workflow/base/digest.h"
#include "workflow/base/entry_index.h"
#include "workflow/base/report_id.h"
#include "workflow/base/time.h"
#include "workflow/error/result.h"
#include "workflow/ledger/clock.h"
#include "workflow/ledger/command.h"
#include "workflow/ledger/denials.h"
#include "workflow/ledger/form_numbers.h"
#include "workflow/ledger/ledger.h"
#include "workflow/ledger/purge.h"
#include "workflow/ledger/record.h"
#include "workflow/ledger/rules.h"
#include "workflow/ledger/store.h"
#include "workflow/merkle/tree.h"

namespace gongkai::ledger {

// Caches reports and revocations between batches. Valid only while every batch that changed the
// cache was committed.
struct Memory {
  struct Report {
    Record record;  // state kNone: the store has no such report
    // The authors of the report's bytes, and of the bytes of the reports that the report corrects.
    // Absent: not read yet.
    std::optional<std::vector<base::ActorId>> authors;
  };

  std::unordered_map<base::ReportId, Report> reports;
  FormNumbers form_numbers;
  // The recorded revocations. Replaced as a whole, never changed.
  std::shared_ptr<const Revocations> revocations;
  // The revocations that decisions go by: the recorded ones, and those of the policy `in_force_of`.
  std::shared_ptr<const Revocations> in_force;
  std::optional<base::Digest> in_force_of;  // nullopt: of none
  // The policy that is recorded with all its revocations; nullopt: not known.
  std::optional<base::Digest> recorded;
};

// Applies the commands of one batch, one after the other: each command sees the effects of the
// commands before. Nothing is durable before Flush and the store's Commit. If the batch appended an
// entry and is not committed, `memory` must be dropped. One thread at a time.
//
//   store.Begin();
//   Batch batch(store, denials, clock, environment, frontier, memory);
//   for (const Command& command : commands) answers.push_back(batch.Apply(command));
//   batch.Flush();
//   store.Commit();
//   frontier = batch.frontier();
class Batch {
 public:
  // Copies `frontier`; the other arguments must outlive this.
  Batch(Store& store, Denials& denials, Clock& clock, const Ledger::Environment& environment,
        const merkle::Frontier& frontier, Memory& memory)
      : store_(store),
        denials_(denials),
        clock_(clock),
        environment_(environment),
        frontier_(frontier),
        memory_(memory) {
    if (environment_.policy) policy_ = environment_.policy();
    RevokeByPolicy();
  }

  // Applies the command and returns its outcome. If the actor used the request_id before for the
  // same request, returns the first outcome again. A refusal is recorded as described at Deny.
  // Errors: those of the rules (CheckStanding, Accept), REQUEST_ID_REUSED, LOG_CORRUPT if the store
  // is damaged where the command reads, INTERNAL if the new entry could not be read again.
  Result<Outcome> Apply(const Command& command);

  // Returns the report as it is if Apply would not be refused now. Appends no entry, not even of a
  // refusal. Tests the command's arguments only if `whole`; then the command must hold everything
  // that Apply needs. If the actor used the request_id before for the same request, returns the
  // first outcome.
  // Errors: those of Apply except INTERNAL.
  Result<Outcome> Check(const Command& command, bool whole);

  // Records a refusal of the command, as described at Deny, and returns the refusal. With
  // `refusal`, a rule outside of the ledger refused the command, and the ledger's rules are not
  // asked. So the caller gets the same error for a visible report, a hidden report and a report
  // that does not exist. Without `refusal`, the ledger's rules decide. If the rules allow the
  // command, records nothing and returns the report as it is.
  // Errors: `refusal`, those of CheckStanding, LOG_CORRUPT, INTERNAL.
  Result<Outcome> Refuse(const Command& command, const std::optional<Error>& refusal);

  // Records what the clock says of the command's report: RESCHEDULE, if the due times are not those
  // that the environment gives; then DUE_SOON or OVERDUE for each term of which this is to be told.
  // Returns an empty outcome. If there is nothing to record, or no such report, records nothing.
  // Errors: LOG_CORRUPT, INTERNAL.
  Result<Outcome> KeepTime(const Command& command);

  // Records the policy in force as an entry SET_POLICY, unless it is the newest recorded, and as
  // entries REVOKE those of its revocations that are not recorded. Every other function that appends
  // entries does this first. So the newest SET_POLICY at or before an entry names the policy by which
  // the entry was decided. Records nothing in an empty log: its first entry will be the policy. Returns
  // an empty outcome.
  // Errors: LOG_CORRUPT, INTERNAL.
  Result<Outcome> KeepPolicy();

  // Writes the changed records and the frontier to the store.
  void Flush();

  // Returns the frontier of the log with the entries of this batch.
  const merkle::Frontier& frontier() const { return frontier_; }

 private:
  struct Judged {
    Memory::Report& report;
    const Record* corrected;  // null: there is no such report
    Decision decision;
    base::Time now;
  };

  // Makes decisions go by the revocations of the policy in force, recorded or not.
  void RevokeByPolicy();
  // Records the policy in force, as KeepPolicy does. Throws StoreDamaged. Errors: INTERNAL.
  Status RecordPolicy();
  // Returns the command as the policy in force decides on it: with what that policy says of the actor
  // and of reviews. `changed` holds the result if it is not `command` itself.
  const Command& UnderPolicy(const Command& command, base::Time now,
                             std::optional<Command>& changed) const;
  // Appends an entry about the policy, by the workflow service.
  // Errors: INTERNAL.
  Result<Sealed> AppendAboutPolicy(machine::Action action, std::string detail);

  base::Time Now() const { return clock_.At(environment_.now()); }
  // Returns the report, from memory_ or from the store.
  Memory::Report& Load(const base::ReportId& id);
  const Record* LoadCorrected(const Command& command, const Record& record);
  // Returns the authors of the report's bytes, and of those of the reports that it corrects.
  const std::vector<base::ActorId>& AuthorsOf(Memory::Report& report);
  // Returns who holds the roles of the stages of review, and who of them is an author of the report.
  Reviewers FindReviewers(Memory::Report& report, base::Time now);
  // Returns what CheckStanding decides on the command now.
  Result<Judged> Judge(const Command& command, base::Time now);
  // Tests what the command brings, against the report and against what the log has of it.
  // Errors: those of Accept and CheckPurge.
  Status Accept(const Command& command, const Judged& judged);
  // Returns what the log has of the bytes that the command asks to destroy.
  PurgeFacts FactsOf(const base::ReportId& report, const Purge& purge);
  // Returns the outcome of the entry at `index`, which has the command's request_id.
  // Errors: REQUEST_ID_REUSED if the request was another.
  Result<Outcome> Replay(const Command& command, base::EntryIndex index);
  // Appends the command's entry. If a PUBLISH corrects a public report, first appends the SUPERSEDE
  // of that report.
  // Errors: INTERNAL.
  Result<Outcome> Write(const Command& command, const Judged& judged);
  // Appends an entry DENIED if IsAttempt(error) and Denials admits the entry, whether the report
  // exists or not. Otherwise does nothing.
  // Errors: INTERNAL.
  Status Deny(const Command& command, const Error& error);

  // Appends an entry of the clock to the report's chain.
  // Errors: INTERNAL.
  Status AppendNotice(Record& record, machine::Action action, std::string detail, base::Time now);
  // Records RESCHEDULE if the terms are others by the calendar in force.
  // Errors: INTERNAL.
  Status Reschedule(Record& record, base::Time now);
  // Records DUE_SOON or OVERDUE for each term of which this is to be told at `now`.
  // Errors: INTERNAL.
  Status TellDue(Record& record, base::Time now);

  // `actor` must be as it acts: Actor::In.
  Entry Draft(const Command& command, const Actor& actor, const Record& record,
              base::Time now) const;
  // Returns the detail of the entry, with the terms that the report has after the entry.
  std::string DetailWithTerms(const Entry& entry, const Record& record) const;
  Entry Compose(const Command& command, const Judged& judged);
  Entry ComposeSupersede(const Command& command, const Record& correction, const Record& old,
                         base::Time now) const;
  void Append(const Sealed& sealed);
  void AppendTo(Record& record, const Sealed& sealed, const Record* corrected);
  // Stores the actor as an author of the digests in `brought`. `brought_before`: one of the digests
  // had an author before this command.
  void NoteAuthors(const Command& command, const std::vector<base::Digest>& brought,
                   bool brought_before);

  Store& store_;
  Denials& denials_;
  Clock& clock_;
  const Ledger::Environment& environment_;
  const PolicyInForce* policy_ = nullptr;  // null: the log keeps none
  merkle::Frontier frontier_;
  Memory& memory_;
  // The changed records by number, which is the order of storing, each with the sequence of its
  // stored version.
  std::map<base::EntryIndex, std::pair<const Record*, std::uint64_t>> changed_;
};

}  // namespace gongkai::ledger
