// The record of a report: its state and all facts that decisions need. A record is the fold of the
// report's entries; only Fold changes a record.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "workflow/base/actor_id.h"
#include "workflow/base/digest.h"
#include "workflow/base/disclosure.h"
#include "workflow/base/entry_index.h"
#include "workflow/base/report_id.h"
#include "workflow/base/time.h"
#include "workflow/ledger/detail.h"
#include "workflow/ledger/entry.h"
#include "workflow/ledger/leak_review.h"
#include "workflow/ledger/terms.h"
#include "workflow/machine/actor.h"
#include "workflow/machine/states.h"
#include "workflow/merkle/hash.h"

namespace gongkai::ledger {

// Records that somebody approved a content.
struct Approval {
  // ENDORSE, APPROVE_LEGAL, APPROVE_SECRECY or SIGN.
  machine::Action action = machine::Action::kNone;
  base::ActorId reviewer;
  // For which it was given. Noted of an ENDORSE, and of every approval of a report that several
  // departments issue; else empty.
  std::string department;
  base::ActorId on_behalf_of;  // the person for whom the reviewer acted; empty: none
  base::Digest content;        // the approved content
  base::Time time{};
  bool rules = false;  // it decided on the disclosure attribute that the report has

  friend bool operator==(const Approval&, const Approval&) = default;
};

// Records a person's first claim of the report in its present stage. A stage includes the time in
// which an authority is asked.
struct Claimant {
  base::ActorId id;
  base::Time first_time{};

  friend bool operator==(const Claimant&, const Claimant&) = default;
};

// Holds the state of one report. DENIED entries do not count as entries of the report. A time is
// Time{} as long as what it tells has not happened.
struct Record {
  base::ReportId id;
  machine::State state = machine::State::kNone;
  base::EntryIndex number{};   // index of its first entry; orders reports by age
  std::uint64_t sequence = 0;  // sequence of its newest entry
  base::EntryIndex head{};     // index of its newest entry
  merkle::Hash head_hash{};    // leaf hash of its newest entry
  merkle::Hash act_hash{};     // leaf hash of its newest entry that is not of the clock

  // Action and actor of the newest entry that is not of the clock, for the error to a caller who lost a race.
  machine::Action last_action = machine::Action::kNone;
  base::ActorId last_actor;

  std::string department;
  base::ActorId creator;
  base::Digest content;
  std::vector<base::Digest> parts;            // digests of the content's text and attachments
  std::optional<base::Digest> submitted;      // the content that was submitted last
  std::optional<base::Digest> passed;         // the content that entered secrecy review last
  std::vector<std::string> co_issuers;        // departments that issue the content, too
  Disclosure proposed = Disclosure::kNone;    // the attribute that was submitted last
  Disclosure disclosure = Disclosure::kNone;  // `proposed`, until somebody decides otherwise
  std::string disclosure_reason;              // why it is another than `proposed`; empty: it is not
  FormNumber form_number;                     // of the review form
  std::vector<Approval> approvals;            // of the present content, also revoked ones
  // Sorted ids. Contributors are all who acted on the report as DRAFTER (CREATE, EDIT, SUBMIT,
  // WITHDRAW) and the people for whom a drafter acted. Contributors of the corrected reports are
  // included.
  std::vector<base::ActorId> contributors;
  base::ActorId claimed_by;
  base::Time claim_until{};         // end of the claim, exclusive
  std::vector<Claimant> claimants;  // in the order of the first claims
  base::ReportId corrects;          // empty: none
  base::ReportId superseded_by;     // empty: none
  base::Time planned_time{};        // earliest publication; Time{}: at once
  std::string comment;              // the newest comment of an entry
  std::optional<Day> formed;        // on which the document was formed, as submitted last
  Terms terms;                      // within which something must be done
  LeakReview leak_review;           // of the content that was checked last
  std::vector<DaySpan> stops;       // when the clock of `terms` was stopped; sorted and apart

  base::Time create_time{};
  base::Time update_time{};  // of the newest entry that is not of the clock
  base::Time state_time{};   // when the report came into its state
  base::Time submit_time{};  // the first SUBMIT
  base::Time publish_time{};

  friend bool operator==(const Record&, const Record&) = default;
};

// Folds the report's next entry into `record`. A DENIED entry changes nothing. `corrected` is the
// report that a CREATE corrects; null: none. The contributors of `corrected` are final, because
// nobody can edit a report that can be corrected.
void Fold(Record& record, const Entry& entry, const merkle::Hash& entry_hash,
          const Record* corrected = nullptr);

// Returns the report's etag: an opaque text that changes with each folded entry except those of the
// clock.
std::string EtagOf(const Record& record);

// Returns whether reports in this state have come to their end without being public. A correction
// in such a state does not stand in the way of another one.
constexpr bool EndsUnpublished(machine::State state) {
  return state == machine::State::kWithdrawn || state == machine::State::kWithheld ||
         state == machine::State::kFiled;
}

// Returns whether the department files the report, or issues it with others.
bool IsIssuedBy(const Record& record, std::string_view department);

// Returns whether one of the departments issues the report. True if there are none: no department is
// meant in particular.
bool IsReportOf(const Record& record, const std::vector<std::string>& departments);

// Returns whether the actor holds the role of a reviewer or signatory, and decides in it on the report.
bool DecidesOn(const Record& record, const machine::Actor& actor, machine::Role role);

}  // namespace gongkai::ledger
