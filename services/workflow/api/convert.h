// Converts values of the ledger to messages of the API.
#pragma once

#include "gongkai/audit/v1/audit_service.pb.h"
#include "gongkai/workflow/v1/workflow_service.pb.h"
#include "workflow/ledger/ledger.h"
#include "workflow/ledger/record.h"
#include "workflow/ledger/revocations.h"
#include "workflow/ledger/store.h"
#include "workflow/ledger/visibility.h"

namespace gongkai::workflow {

// Returns the value of the API for a value of the machine. Both enumerations have the same numbers.
inline v1::State ToProto(machine::State state) { return static_cast<v1::State>(state); }
inline v1::Action ToProto(machine::Action action) { return static_cast<v1::Action>(action); }
inline v1::Role ToProto(machine::Role role) { return static_cast<v1::Role>(role); }

// By what approvals are shown: the policy, and what it has revoked.
struct ReviewRules {
  ledger::ReviewPolicy policy;
  const ledger::Revocations& revocations;
};

// Sets `out` to what the viewer may know of the record. Returns false, and sets nothing, if the
// viewer may not know of the record. `rules` say which endorsements are missing, and which
// approvals do not count.
bool Show(const ledger::Record& record, const machine::Actor& viewer, const ReviewRules& rules,
          v1::Record& out);

// As Show, for a row of a list: without the single verdicts on findings, of which there may be many.
bool ShowRow(const ledger::Record& record, const machine::Actor& viewer, const ReviewRules& rules,
             v1::Record& out);
// Sets `out` after a change that the viewer made, as Show does. A change may put the report out of
// the viewer's sight, as a return does for a publisher. Then sets only name, state, etag and
// department.
void ShowResult(const ledger::Outcome& outcome, const machine::Actor& viewer,
                const ledger::ReviewPolicy& policy, v1::Record& out);
// Sets the answer to a change. The record is as ShowResult sets it.
void Show(const ledger::Outcome& outcome, const machine::Actor& viewer,
          const ledger::ReviewPolicy& policy, v1::ApplyActionResponse& out);

// Sets the date, which is one of the years 1 to 9999.
void ToProto(ledger::Day day, google::type::Date& out);

void ToProto(const ledger::Sealed& sealed, v1::WatchChangesResponse& out);
// Sets the event for a viewer who may see the whole record, of which the entry is one. Sets the
// digest of the content only if the viewer may know it.
void ToProto(const ledger::Sealed& sealed, const ledger::Record& record,
             const machine::Actor& viewer, v1::ReportEvent& out);
// Sets the entry for an auditor. Sets `leaf`, the bytes of the entry, only for ENTRY_VIEW_FULL.
void ToProto(const ledger::Sealed& sealed, audit::v1::EntryView view, audit::v1::Entry& out);

}  // namespace gongkai::workflow
