// The port to durable storage: what the ledger's writer needs of it. The ledger owns this
// interface; services/workflow implements it over SQL.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "workflow/ledger/entry.h"
#include "workflow/ledger/record.h"
#include "workflow/merkle/tree.h"

namespace gongkai::ledger {

// An entry with its bytes, as stored.
struct Sealed {
  Entry entry;
  std::string bytes;
  merkle::Hash hash{};  // leaf hash of the bytes
};

// For the writer's thread alone. Every method throws when the store fails; the ledger then stops,
// for after a failed flush nobody knows what is on disk.
class Store {
 public:
  virtual ~Store() = default;

  // The tree as of the last commit.
  virtual merkle::Frontier LoadFrontier() = 0;

  // One batch: what is written between Begin and Commit becomes durable together, or not at all.
  virtual void Begin() = 0;
  virtual void Commit() = 0;
  virtual void Rollback() = 0;

  // Reads see what this batch has written.
  virtual std::optional<Record> FindRecord(std::string_view id) = 0;
  // The index of the entry that `actor` made with this request id.
  virtual std::optional<std::uint64_t> FindRequest(std::string_view actor,
                                                   std::string_view request_id) = 0;
  // A report's entries up to and with `last`, oldest first, DENIED left out.
  virtual std::vector<Sealed> ReadReport(std::string_view id, std::uint64_t last) = 0;

  // Appends the entry at the end of the log, and the inner nodes that it completes.
  virtual void Append(const Sealed& entry, std::span<const merkle::Hash> completed_nodes) = 0;
  // Stores a record whose newest entry is appended.
  virtual void PutRecord(const Record& record) = 0;
  // Stores the tree as of the newest entry. Last in a batch.
  virtual void PutFrontier(const merkle::Frontier& frontier) = 0;
};

}  // namespace gongkai::ledger
