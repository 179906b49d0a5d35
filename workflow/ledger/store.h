// The port to durable storage: what the ledger's writer needs of it. The ledger owns this
// interface; services/workflow implements it over SQL.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "workflow/ledger/entry.h"
#include "workflow/ledger/record.h"
#include "workflow/ledger/revocations.h"
#include "workflow/merkle/tree.h"

namespace gongkai::ledger {

// An entry with its bytes, as stored.
struct Sealed {
  Entry entry;
  std::string bytes;
  merkle::Hash hash{};  // leaf hash of the bytes
};

// The disk is full. The batch was rolled back: nothing of it is stored, and that is certain.
class StoreFull : public std::runtime_error {
  using std::runtime_error::runtime_error;
};

// What was to be read is not what was stored.
class StoreDamaged : public std::runtime_error {
  using std::runtime_error::runtime_error;
};

// What was to be written met a place that is not what was stored. What the batch has written until
// then is to be rolled back: nothing of it is stored, and that is certain.
class StoreNotWritten : public std::runtime_error {
  using std::runtime_error::runtime_error;
};

// The end of a subject's chain.
struct ChainEnd {
  std::uint64_t sequence = 0;
  merkle::Hash hash{};
};

// For the writer's thread alone. Methods throw StoreFull at Begin, at Commit and from Append on,
// StoreNotWritten from Append on, StoreDamaged where they read, and anything else when the store
// fails; then the ledger stops, for after a failed flush nobody knows what is on disk.
class Store {
 public:
  virtual ~Store() = default;

  // Return the tree, the time of the newest entry (0 where there is none) and the revocations as of
  // the last commit.
  virtual merkle::Frontier LoadFrontier() = 0;
  virtual std::int64_t NewestTime() = 0;
  virtual Revocations LoadRevocations() = 0;

  // One batch: what is written between Begin and Commit becomes durable together, or not at all.
  virtual void Begin() = 0;
  virtual void Commit() = 0;
  virtual void Rollback() = 0;

  // Reads see what this batch has written, but for records, which see what Flush has.
  virtual std::optional<Record> FindRecord(std::string_view id) = 0;
  // Returns the record as it was at the report's entry of this index. Costs the same however long
  // its history is.
  virtual std::optional<Record> FindRecordAt(std::string_view id, std::uint64_t index) = 0;
  // Returns the index of the entry that `actor` made with this request id.
  virtual std::optional<std::uint64_t> FindRequest(std::string_view actor,
                                                   std::string_view request_id) = 0;
  virtual std::optional<Sealed> FindEntry(std::uint64_t index) = 0;
  // Returns the end of the chain of a subject that is no report.
  virtual std::optional<ChainEnd> FindChainEnd(const Subject& subject) = 0;
  // Returns who brought any of these bytes, in whatever report.
  virtual std::vector<std::string> AuthorsOf(std::span<const merkle::Hash> parts) = 0;
  // Returns the report that corrects this one and is not given up, nor withheld; nothing where
  // there is none.
  virtual std::optional<std::string> FindCorrection(std::string_view corrected) = 0;

  // Appends the entry at the end of the log, and the inner nodes that it completes.
  virtual void Append(const Sealed& entry, std::span<const merkle::Hash> completed_nodes) = 0;
  // Notes that `author` brought these bytes.
  virtual void PutAuthor(const merkle::Hash& part, std::string_view author) = 0;
  // Stores a record whose newest entry is appended. `keep`: also keeps it as it is now, for
  // FindRecordAt.
  virtual void PutRecord(const Record& record, bool keep) = 0;
  // Stores the tree as of the newest entry. Last in a batch.
  virtual void PutFrontier(const merkle::Frontier& frontier) = 0;
};

}  // namespace gongkai::ledger
