// The port through which everybody but the ledger's writer reads the log. The ledger owns the port;
// each storage engine implements the port natively, beside ledger::Store. Who holds a Reader has no
// way to write.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
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
#include "workflow/error/result.h"
#include "workflow/ledger/command.h"
#include "workflow/ledger/record.h"
#include "workflow/ledger/revocations.h"
#include "workflow/ledger/store.h"
#include "workflow/merkle/tree.h"

namespace gongkai::ledger {

// The time at which a read ends with ReadTimeout; nullopt: never.
using Deadline = std::optional<std::chrono::steady_clock::time_point>;

// A position behind every entry.
inline constexpr base::EntryIndex kEndOfLog{(std::uint64_t{1} << 62) - 1};

// Thrown if a read is not finished at its deadline.
class ReadTimeout : public std::runtime_error {
  using std::runtime_error::runtime_error;
};

// Takes the next item of a page. Returns false, without taking the item, if the page is full. The
// first item of a page must always fit.
template <class Item>
using Take = std::function<bool(const Item&)>;

// The order of a list of records.
enum class RecordOrder {
  kNewest,          // the newest report first
  kLongestWaiting,  // first the one that is in its state for the longest time
  kSoonestDue,      // first the one whose term ends first; last those of which no end is known
};

// The arguments of Reader::ListRecords.
struct RecordQuery {
  Actor viewer;                        // lists only what this actor may know of
  std::vector<machine::State> states;  // empty: any state
  base::Time state_time_until{};       // entered its state then or before; Time{}: at any time
  // After AIP-160. Fields: `state`, `department`, `creator`, `claimed_by`, `state_time`, `due_time`.
  std::string filter;
  RecordOrder order = RecordOrder::kNewest;
  std::int32_t page_size = 0;  // 0: 50; more than 1,000: 1,000
  std::string page_token;      // empty: the first page
};

// The arguments of Reader::ListEntries.
struct EntryQuery {
  // After AIP-160. Fields: `subject`, `report`, `actor`, `action`, `to_state`, `time`, `position`.
  // `report` is a `subject` that must be a report.
  std::string filter;
  bool descending = false;
  std::int32_t page_size = 0;  // 0: 50; more than 1,000: 1,000
  std::string page_token;      // empty: the first page
};

// What Reader::ListEntries returns beside the entries.
struct EntryPage {
  std::string next_page_token;  // empty: this is the last page
  std::uint64_t tree_size = 0;  // size of the log at the first page; all pages show that log
};

// The tree of the log at one moment, for proofs. Destroy soon: an engine may hold a connection and
// a snapshot until then. One thread at a time. The Reader must outlive this.
class TreeSnapshot {
 public:
  virtual ~TreeSnapshot() = default;

  // Returns the frontier of the tree.
  virtual const merkle::Frontier& frontier() const = 0;
  // Returns the hash of a complete node; see merkle::ReadNode. Throws StoreDamaged if the node is
  // missing.
  virtual merkle::Hash ReadNode(merkle::NodeId node) = 0;
};

// Reads the log, the records and the tree. Each call sees one state of the log, with every commit
// that was answered before the call, and nothing of a batch that is not committed. Never waits for
// the writer. All functions throw StoreDamaged if the stored data contradicts the log, and those
// with a deadline throw ReadTimeout. Thread-safe.
//
//   const std::optional<Record> record = reader.FindRecord("annual-2021");
//   for (const Sealed& sealed : reader.ReadFrom(0, 100)) Show(sealed.entry);
class Reader {
 public:
  virtual ~Reader() = default;

  // Returns the record of the report `id`, or nullopt if there is none.
  virtual std::optional<Record> FindRecord(const base::ReportId& id, Deadline deadline = {}) = 0;
  // Returns the existing records of these ids, in the order of `ids`.
  virtual std::vector<Record> FindRecords(std::span<const base::ReportId> ids,
                                          Deadline deadline = {}) = 0;
  // Returns the record as it was at position `index` of the log, or nullopt if the report had no
  // entry by then. The cost does not grow with the number of the report's entries.
  virtual std::optional<Record> FindRecordAt(const base::ReportId& id, base::EntryIndex index) = 0;
  // As Store::FindCorrection.
  virtual std::optional<base::ReportId> FindCorrection(const base::ReportId& corrected,
                                                       const base::ReportId& one) = 0;
  // Gives the records of one page to `take`. Returns the token of the next page, or an empty text
  // after the last page. A page may be short, or even empty, and not be the last.
  // Errors: INVALID_FIELD, INVALID_FILTER, INVALID_PAGE_TOKEN.
  virtual Result<std::string> ListRecords(const RecordQuery& query, const Take<Record>& take,
                                          Deadline deadline = {}) = 0;

  // Returns at most `limit` reports of which there is something to record at `now`, as NextNotice
  // says.
  virtual std::vector<base::ReportId> ListToNotify(base::Time now, std::size_t limit) = 0;

  // Returns the entry at `index`, or nullopt if the log does not have the index yet.
  virtual std::optional<Sealed> FindEntry(base::EntryIndex index) = 0;
  // Returns at most `limit` entries from `index` on, in order.
  virtual std::vector<Sealed> ReadFrom(base::EntryIndex index, std::size_t limit) = 0;
  // Gives the entries of one page to `take`. A page may be short, as in ListRecords.
  // Errors: INVALID_FIELD, INVALID_FILTER, INVALID_PAGE_TOKEN.
  virtual Result<EntryPage> ListEntries(const EntryQuery& query, const Take<Sealed>& take,
                                        Deadline deadline = {}) = 0;

  // Returns the identities that brought bytes with any of these digests, in any report. An identity
  // may occur twice.
  virtual std::vector<base::ActorId> AuthorsOf(std::span<const base::Digest> parts) = 0;
  // Returns the revocations in the log, up to and including the position `last`.
  virtual Revocations LoadRevocations(base::EntryIndex last = kEndOfLog) = 0;
  // Returns the positions of the entries SET_POLICY by which the entries from `first` to `last` were
  // decided, in order: the newest one at or before `first`, if there is one, and all between.
  virtual std::vector<base::EntryIndex> PoliciesOf(base::EntryIndex first,
                                                   base::EntryIndex last) = 0;
  // Returns the whole file of the policy with this digest, or nullopt if the log keeps none.
  virtual std::optional<std::string> FindPolicyFile(const base::Digest& digest) = 0;
  // Returns the time of the newest entry, or Time{} if the log is empty.
  virtual base::Time NewestTime() = 0;
  // Returns the tree as it is now.
  virtual std::unique_ptr<TreeSnapshot> ReadTree() = 0;
};

}  // namespace gongkai::ledger
