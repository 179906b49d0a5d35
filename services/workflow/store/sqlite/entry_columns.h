// The columns of an entry: the entry's place, bytes and hash, and an index over what the bytes say.
// The table, the statement that inserts and the check of the whole log use this one list.
#pragma once

#include <string>

#include "services/lib/sql/connection.h"
#include "services/lib/sql/statement.h"
#include "workflow/ledger/store.h"

namespace gongkai::workflow {

// Returns the declarations of the columns, for the statement that creates the table.
std::string EntryDeclarations();

// Returns the names of the columns, separated by commas. The first are idx, bytes and hash.
const std::string& EntryColumns();

// Inserts the entry.
void InsertEntry(sql::Connection& connection, const ledger::Sealed& sealed);

// Returns whether the statement's current row, whose columns are EntryColumns(), is what
// InsertEntry writes of the entry.
bool IsRowOf(const sql::Statement& row, const ledger::Sealed& sealed);

}  // namespace gongkai::workflow
