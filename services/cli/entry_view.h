// Entries of the audit log, for people.
#pragma once

#include <string>
#include <vector>

#include "gongkai/audit/v1/audit_service.grpc.pb.h"
#include "services/cli/client.h"
#include "services/cli/table.h"

namespace gongkai::cli {

using AuditClient = Client<audit::v1::AuditService>;

// What was done: "SUBMIT 送审", or "DENIED 拒绝 PUBLISH 发布".
Cell ActionCell(const audit::v1::Entry& entry);

// What is to be said beside the action: the comment, the rule that refused, the report it is about.
std::string NoteOf(const audit::v1::Entry& entry);

// "user/zhang-wei for user/li-na"
std::string ActorOf(const audit::v1::Entry& entry);

// A table of entries, one a row; with widths that fit what is usual, for a stream.
Table EntryTable();
Table EntryStreamTable();
std::vector<Cell> EntryRow(const audit::v1::Entry& entry);

// All of one entry.
void PrintEntry(const audit::v1::Entry& entry, const Terminal& terminal, std::ostream& out);

}  // namespace gongkai::cli
