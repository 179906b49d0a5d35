// The columns of a record: the one list from which every statement about records is made.
#pragma once

#include <deque>
#include <string>
#include <string_view>

#include "services/storage/connection.h"
#include "services/storage/statement.h"
#include "workflow/ledger/record.h"

namespace gongkai::workflow {

// Returns the columns, separated by commas, in the order in which ReadRecord reads them.
const std::string& RecordColumns();

// Returns the record of the statement's current row. Throws CorruptError if it is none that was
// stored.
ledger::Record ReadRecord(const storage::Statement& row);

// Inserts the record, or updates the row that it has; what CREATE settled stays as it is.
void StoreRecord(storage::Connection& connection, const ledger::Record& record);

}  // namespace gongkai::workflow
