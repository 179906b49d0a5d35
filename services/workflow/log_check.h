// Checks everything that ledger.db says against the entries themselves, in pieces.
#pragma once

#include <cstdint>

#include "services/storage/connection.h"
#include "workflow/merkle/tree.h"

namespace gongkai::workflow {

// First all entries, then all records. A piece is checked in a few milliseconds, so that a snapshot
// is never held for long: while one is, the write-ahead log cannot be emptied. Not thread-safe.
//
// Of an entry: its bytes hash to what is stored, are canonical and chained to the entry of its
// subject before it; its time does not go back; its columns say what its bytes say; every index has
// it; the nodes above it are those of the leaves. Of a record: it, and what was kept of it, is the
// fold of the entries of its report; who brought its bytes is noted; every index has it.
class LogCheck {
 public:
  // Checks some more entries. Returns false when the end of the log is reached. Throws CorruptError
  // at the first that is wrong.
  bool CheckEntries(storage::Connection& reader);

  // Checks some more records, as CheckEntries does.
  bool CheckRecords(storage::Connection& reader);

  std::uint64_t entries() const { return frontier_.size(); }  // that are checked
  std::uint64_t records() const { return records_; }          // that are checked

 private:
  merkle::Frontier frontier_;
  std::int64_t newest_us_ = 0;     // the time of the last entry checked
  std::int64_t last_number_ = -1;  // of the last record checked
  std::uint64_t records_ = 0;
};

}  // namespace gongkai::workflow
