// From the ledger's values to the API's messages: the one place for it.
#pragma once

#include "gongkai/audit/v1/audit_service.pb.h"
#include "gongkai/workflow/v1/workflow_service.pb.h"
#include "workflow/ledger/ledger.h"
#include "workflow/ledger/record.h"
#include "workflow/ledger/store.h"
#include "workflow/ledger/visibility.h"

namespace gongkai::workflow {

// The API's enumerations have the machine's numbers.
inline v1::State ToProto(machine::State state) { return static_cast<v1::State>(state); }
inline v1::Action ToProto(machine::Action action) { return static_cast<v1::Action>(action); }
inline v1::Role ToProto(machine::Role role) { return static_cast<v1::Role>(role); }

// Sets what the viewer may know of the record; returns false, and sets nothing, where that is
// nothing.
bool Show(const ledger::Record& record, const ledger::Actor& viewer, v1::Record& out);
// Sets the same of the record that a change of the viewer's led to; where the change put the report
// out of his sight, as a return does for a publisher, its name and where it went.
void ShowResult(const ledger::Record& record, const ledger::Actor& viewer, v1::Record& out);
void Show(const ledger::Outcome& outcome, const ledger::Actor& viewer,
          v1::ApplyActionResponse& out);

void ToProto(const ledger::Sealed& sealed, v1::WatchChangesResponse& out);
void ToProto(const ledger::Sealed& sealed, audit::v1::EntryView view, audit::v1::Entry& out);

}  // namespace gongkai::workflow
