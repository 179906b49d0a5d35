// From the ledger's values to the API's messages: the one place for it.
#pragma once

#include "gongkai/audit/v1/audit_service.pb.h"
#include "gongkai/workflow/v1/workflow_service.pb.h"
#include "workflow/ledger/ledger.h"
#include "workflow/ledger/record.h"
#include "workflow/ledger/store.h"

namespace gongkai::workflow {

// The API's enumerations have the machine's numbers.
inline v1::State ToProto(machine::State state) { return static_cast<v1::State>(state); }
inline v1::Action ToProto(machine::Action action) { return static_cast<v1::Action>(action); }
inline v1::Role ToProto(machine::Role role) { return static_cast<v1::Role>(role); }

void ToProto(const ledger::Record& record, v1::Record& out);
void ToProto(const ledger::Outcome& outcome, v1::ApplyActionResponse& out);
void ToProto(const ledger::Sealed& sealed, v1::WatchChangesResponse& out);
void ToProto(const ledger::Sealed& sealed, audit::v1::EntryView view, audit::v1::Entry& out);

}  // namespace gongkai::workflow
