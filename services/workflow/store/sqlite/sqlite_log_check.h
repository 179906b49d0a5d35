// The check of everything in ledger.db against the bytes of the entries.
#pragma once

#include <cstdint>

#include "services/lib/sql/read_pool.h"
#include "services/workflow/store/engine.h"
#include "workflow/base/time.h"
#include "workflow/merkle/tree.h"

namespace gongkai::workflow {

// Checks first all entries, then all records. A snapshot keeps the write-ahead log from being
// emptied, so each piece has a snapshot of its own.
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
class SqliteLogCheck final : public LogCheck {
 public:
  // `connections` must outlive this.
  explicit SqliteLogCheck(sql::ReadPool& connections) : connections_(connections) {}

  bool CheckMore() override;
  std::uint64_t entries() const override { return frontier_.size(); }
  std::uint64_t records() const override { return records_; }

 private:
  // Checks at most 256 more entries. At the end of the log, checks the stored tree and returns
  // false. Throws CorruptError at the first wrong entry.
  bool CheckEntries(sql::Connection& reader);

  // Checks at most 32 more records. Returns false if there were no more. Throws CorruptError at the
  // first wrong record.
  bool CheckRecords(sql::Connection& reader);

  sql::ReadPool& connections_;
  bool entries_are_checked_ = false;
  merkle::Frontier frontier_;
  base::Time newest_time_{};       // time of the last checked entry
  std::int64_t last_number_ = -1;  // number of the last checked record
  std::uint64_t records_ = 0;
};

}  // namespace gongkai::workflow
