// Prints entries of the audit log for people.
#pragma once

#include <string>
#include <vector>

#include "gongkai/audit/v1/audit_service.pb.h"
#include "services/cli/view/table.h"

namespace gongkai::cli {

// Returns the action of the entry: "SUBMIT 送审", or "DENIED 拒绝 PUBLISH 发布".
Cell ActionCell(const audit::v1::Entry& entry);

// Returns the remarks on the action, such as the comment, the rule that refused, and the related
// report.
std::string NoteOf(const audit::v1::Entry& entry);

// Returns who acted, such as "user/zhang-wei for user/li-na".
std::string ActorOf(const audit::v1::Entry& entry);

// Returns an empty table with one column per cell of EntryRow. The columns of EntryStreamTable have
// usual widths from the start, for a stream.
Table EntryTable();
Table EntryStreamTable();
// Returns the row of one entry for these tables.
std::vector<Cell> EntryRow(const audit::v1::Entry& entry);

// Prints all fields of one entry.
void PrintEntry(const audit::v1::Entry& entry, const Terminal& terminal, std::ostream& out);

}  // namespace gongkai::cli
