// The port through which the ledger's writer reaches durable storage. The ledger owns the port; each
// storage engine implements the port natively, beside ledger::Reader.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "workflow/base/actor_id.h"
#include "workflow/base/digest.h"
#include "workflow/base/entry_index.h"
#include "workflow/base/report_id.h"
#include "workflow/base/time.h"
#include "workflow/ledger/entry.h"
#include "workflow/ledger/record.h"
#include "workflow/ledger/revocations.h"
#include "workflow/merkle/tree.h"

namespace gongkai::ledger {

// Holds an entry with its bytes, as stored.
struct Sealed {
  Entry entry;
  std::string bytes;
  merkle::Hash hash{};  // leaf hash of the bytes
};

// Thrown if the disk is full. Nothing of the batch is stored, and this is certain.
class StoreFull : public std::runtime_error {
  using std::runtime_error::runtime_error;
};

// Thrown if a read finds data that is not what was stored.
class StoreDamaged : public std::runtime_error {
  using std::runtime_error::runtime_error;
};

// Thrown if a write meets data that is not what was stored. The caller must roll the batch back.
// Then nothing of the batch is stored, and this is certain.
class StoreNotWritten : public std::runtime_error {
  using std::runtime_error::runtime_error;
};

// Names the newest entry of a subject's chain.
struct ChainEnd {
  std::uint64_t sequence = 0;
  merkle::Hash hash{};  // leaf hash
};

// Stores the log, the records and the tree for the ledger's writer, in batches. One thread at a
// time. Begin, Commit, Append and the Put functions throw StoreFull. Append and the Put functions
// throw StoreNotWritten. The Load and Find functions, NewestTime, AuthorsOf, BroughtTo and IsInUse throw StoreDamaged.
// After any other exception the ledger stops, because after a failed flush nobody knows what is on
// disk. Batch shows the order of calls. tests/conformance holds every engine to this contract.
class Store {
 public:
  virtual ~Store() = default;

  // Returns the frontier of the log as of the last commit.
  virtual merkle::Frontier LoadFrontier() = 0;
  // Returns the time of the newest entry, or Time{} if the log is empty.
  virtual base::Time NewestTime() = 0;
  // Returns the revocations as of the last commit.
  virtual Revocations LoadRevocations() = 0;

  // Begin, commit and undo a batch: all writes between Begin and Commit become durable together, or
  // none does.
  virtual void Begin() = 0;
  virtual void Commit() = 0;
  virtual void Rollback() = 0;

  // The functions below see the writes of the present batch. Record functions see a record as of
  // its last PutRecord.

  // Returns the record of the report, or nullopt if there is no such report.
  virtual std::optional<Record> FindRecord(const base::ReportId& id) = 0;
  // Returns the record as it was right after the report's entry at `index`. The cost does not grow
  // with the number of the report's entries.
  virtual std::optional<Record> FindRecordAt(const base::ReportId& id, base::EntryIndex index) = 0;
  // Returns the index of the entry that `actor` made with `request_id`, or nullopt.
  virtual std::optional<base::EntryIndex> FindRequest(const base::ActorId& actor,
                                                      std::string_view request_id) = 0;
  // Returns the entry at `index`, or nullopt.
  virtual std::optional<Sealed> FindEntry(base::EntryIndex index) = 0;
  // Returns the end of the subject's chain, or nullopt if the chain is empty. Batch uses this
  // function for subjects that are not reports.
  virtual std::optional<ChainEnd> FindChainEnd(const Subject& subject) = 0;
  // Returns the digest of the policy that the newest SET_POLICY names, or nullopt if there is none.
  virtual std::optional<base::Digest> NewestPolicy() = 0;
  // Returns the identities that brought bytes with any of these digests, in any report.
  virtual std::vector<base::ActorId> AuthorsOf(std::span<const base::Digest> parts) = 0;
  // Returns the digests that the CREATE and the EDITs of the report brought: of each content and of its
  // parts. A digest may occur twice. The cost grows with the number of the report's entries.
  virtual std::vector<base::Digest> BroughtTo(const base::ReportId& report) = 0;
  // Returns whether a report that is not decided yet, or is PUBLISHED, has any of these bytes in its
  // present content. Reads all such reports.
  virtual bool IsInUse(std::span<const base::Digest> bytes) = 0;
  // Returns the highest number of a review form of the department in the year, or 0 if there is none.
  virtual std::uint32_t LastFormNumber(std::string_view department, std::int32_t year) = 0;
  // Returns a report other than `one` that corrects `corrected` and of whose state EndsUnpublished
  // is not true, or nullopt if there is none.
  virtual std::optional<base::ReportId> FindCorrection(const base::ReportId& corrected,
                                                       const base::ReportId& one) = 0;

  // Appends the entry to the log, and the inner nodes that the entry completes to the tree.
  virtual void Append(const Sealed& entry, std::span<const merkle::Hash> completed_nodes) = 0;
  // Stores `author` as an author of the bytes with the digest `part`.
  virtual void PutAuthor(const base::Digest& part, const base::ActorId& author) = 0;
  // Stores the file of a policy under its digest. Must follow the Append of the SET_POLICY that names it.
  // Does nothing if the file is stored already.
  virtual void PutPolicyFile(const base::Digest& digest, std::string_view text) = 0;
  // Stores a record whose newest entry is appended. `keep`: also keeps a copy for FindRecordAt.
  virtual void PutRecord(const Record& record, bool keep) = 0;
  // Stores the frontier as of the newest entry. Must follow the last Append before Commit; may also
  // be called earlier in the batch.
  virtual void PutFrontier(const merkle::Frontier& frontier) = 0;
};

}  // namespace gongkai::ledger
