// Reads the ledger: records, entries and the nodes of the tree.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "services/lib/listing/page.h"
#include "services/lib/sql/database.h"
#include "workflow/error/result.h"
#include "workflow/ledger/record.h"
#include "workflow/ledger/revocations.h"
#include "workflow/ledger/store.h"
#include "workflow/ledger/visibility.h"
#include "workflow/merkle/proof.h"
#include "workflow/merkle/tree.h"

namespace gongkai::workflow {

// The arguments of LogReader::ListRecords.
struct RecordQuery {
  ledger::Actor viewer;                // lists only what this actor may know of
  std::vector<machine::State> states;  // empty: any state
  std::string filter;                  // AIP-160, with the fields of RecordFields
  bool longest_waiting_first = false;  // otherwise the newest report is first
  std::int32_t page_size = 0;          // as listing::PageSize takes it
  std::string page_token;              // empty: the first page
};

// Takes the next item of a page. Returns false, without taking the item, if the page is full. The
// first item of a page must always fit.
template <class Item>
using Take = std::function<bool(const Item&)>;

// The arguments of LogReader::ListEntries.
struct EntryQuery {
  std::string filter;  // AIP-160, with the fields of EntryFields
  bool descending = false;
  std::int32_t page_size = 0;  // as listing::PageSize takes it
  std::string page_token;      // empty: the first page
};

// What LogReader::ListEntries returns beside the entries.
struct EntryPage {
  std::string next_page_token;  // empty: this is the last page
  std::uint64_t tree_size = 0;  // size of the log at the first page; all pages show that log
};

// Reads records, entries and nodes, and never waits for the writer. Thread-safe. Throws
// sql::QueryTimeout after a deadline, and sql::CorruptError if the stored data contradicts
// the log.
class LogReader {
 public:
  // `database` must outlive this.
  explicit LogReader(sql::Database& database)
      : database_(database), tokens_(database.page_token_key()) {}

  // Returns the record of the report `id`, or nullopt if there is none.
  std::optional<ledger::Record> FindRecord(std::string_view id, sql::Deadline deadline = {});
  // Returns the existing records of these ids, in the order of `ids`, all of one snapshot.
  std::vector<ledger::Record> FindRecords(std::span<const std::string> ids,
                                          sql::Deadline deadline = {});
  // Gives the records of one page to `take`. Returns the token of the next page, or an empty text
  // after the last page. A page may be short, or even empty, and not be the last; see WalkPage.
  // Errors: INVALID_FIELD, INVALID_FILTER, INVALID_PAGE_TOKEN.
  Result<std::string> ListRecords(const RecordQuery& query, const Take<ledger::Record>& take,
                                  sql::Deadline deadline = {});

  // Returns whether the actor, or the person that the actor acts for, brought bytes of the content,
  // in whatever report. The content is that of the report and of every report that it corrects,
  // directly or indirectly.
  bool IsAuthor(const ledger::Record& record, const ledger::Actor& actor);
  // Returns all revocations in the log.
  ledger::Revocations Revocations();

  // Returns the number of entries of the log.
  std::uint64_t Size();
  // Returns the time of the newest entry in microseconds since 1970, or 0 if the log is empty.
  std::int64_t NewestTime();
  // Returns the entry of this index, or nullopt if the log does not have the index yet.
  std::optional<ledger::Sealed> FindEntry(std::uint64_t index);
  // Gives the entries of one page to `take`. A page may be short, as in ListRecords.
  // Errors: INVALID_FIELD, INVALID_FILTER, INVALID_PAGE_TOKEN.
  Result<EntryPage> ListEntries(const EntryQuery& query, const Take<ledger::Sealed>& take,
                                sql::Deadline deadline = {});
  // Returns at most `limit` entries from `index` on, in order.
  std::vector<ledger::Sealed> ReadFrom(std::uint64_t index, std::size_t limit);

  // Reads nodes for the proofs of the tree; see merkle::ReadNode. Holds one connection and one
  // snapshot until destroyed. One thread at a time. `database` must outlive this.
  class Nodes {
   public:
    explicit Nodes(sql::Database& database) : lease_(database.Read()) {}

    // Returns the size of the tree.
    std::uint64_t Size();
    // Returns the frontier of the tree of that size.
    merkle::Frontier Newest();
    // Returns the hash of a complete node. Throws CorruptError if the node is missing.
    merkle::Hash Read(merkle::NodeId node);

   private:
    sql::ReadLease lease_;
  };
  // Returns a reader of nodes with a new snapshot.
  Nodes ReadNodes() { return Nodes(database_); }

 private:
  sql::Database& database_;
  listing::PageTokens tokens_;
};

}  // namespace gongkai::workflow
