// The columns of a record. Every statement that reads or writes whole records, and the tables
// themselves, use this one list.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>

#include "services/lib/sql/connection.h"
#include "services/lib/sql/statement.h"
#include "workflow/base/time.h"
#include "workflow/ledger/record.h"

namespace gongkai::workflow {

// The value of the columns `due_us` and `notify_us` where there is no time: after all times.
inline constexpr std::int64_t kNeverDue = std::numeric_limits<std::int64_t>::max();

// Returns the value of these columns for the time.
std::int64_t TimeOrNever(std::optional<base::Time> time);

// The tables of records. kKept has copies of some of them, as they were at an earlier entry.
enum class RecordTable { kRecord, kKept };

// Returns the declarations of the columns of the first migration, for the statement that creates
// the table.
std::string RecordDeclarations(RecordTable table);

// Returns the statements that add the columns of a later migration to both tables.
std::string RecordAdditions(int migration);

// Returns the names of the columns, separated by commas, in the order in which ReadRecord reads the
// columns.
const std::string& RecordColumns();

// Returns the record of the statement's current row, whose columns are RecordColumns(). Throws
// CorruptError if a digest or a list is malformed. The ranges of numbers are not checked.
ledger::Record ReadRecord(const sql::Statement& row);

// Inserts the record, or updates its row if there is one. Columns that CREATE has set never change.
// Throws ConstraintError if such a column differs from the stored row.
void StoreRecord(sql::Connection& connection, const ledger::Record& record);

// Keeps a copy of the record, which has been stored.
void KeepRecord(sql::Connection& connection, const ledger::Record& record);

}  // namespace gongkai::workflow
