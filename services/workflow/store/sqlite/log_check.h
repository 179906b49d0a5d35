// Checks everything in ledger.db against the bytes of the entries, in pieces.
#pragma once

#include <cstdint>

#include "services/lib/sql/connection.h"
#include "workflow/merkle/tree.h"

namespace gongkai::workflow {

// Checks a whole log: first all entries, then all records. Each call checks one piece in a few
// milliseconds, so that no snapshot is held for long: a snapshot keeps the write-ahead log from
// being emptied. Not thread-safe.
//
//   LogCheck check;
//   while (check.CheckEntries(*database.Read())) {
//   }
//   while (check.CheckRecords(*database.Read())) {
//   }
//
// For each entry, checks that
// - its bytes are canonical, hash to the stored hash, and follow the previous entry of its subject,
// - its time does not go back,
// - its columns agree with its bytes, and every index has the entry,
// - the stored nodes above it are those of the leaves.
//
// For each record, checks that
// - the record, and each kept copy of it, is the fold of the entries of its report,
// - the authors of its bytes are noted,
// - every index has the record.
class LogCheck {
 public:
  // Checks at most 256 more entries. At the end of the log, checks the stored tree and returns
  // false. Throws CorruptError at the first wrong entry.
  bool CheckEntries(sql::Connection& reader);

  // Checks at most 32 more records. Returns false if there were no more. Throws CorruptError at the
  // first wrong record.
  bool CheckRecords(sql::Connection& reader);

  // Returns the number of entries that are checked.
  std::uint64_t entries() const { return frontier_.size(); }
  // Returns the number of records that are checked.
  std::uint64_t records() const { return records_; }

 private:
  merkle::Frontier frontier_;
  std::int64_t newest_us_ = 0;     // time of the last checked entry, in microseconds since 1970
  std::int64_t last_number_ = -1;  // number of the last checked record
  std::uint64_t records_ = 0;
};

}  // namespace gongkai::workflow
