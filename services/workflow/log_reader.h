// Reads the ledger: records, entries and the tree's nodes. Any thread; never waits for the writer.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "services/storage/database.h"
#include "services/storage/page.h"
#include "workflow/error/result.h"
#include "workflow/ledger/record.h"
#include "workflow/ledger/revocations.h"
#include "workflow/ledger/store.h"
#include "workflow/ledger/visibility.h"
#include "workflow/merkle/proof.h"
#include "workflow/merkle/tree.h"

namespace gongkai::workflow {

struct RecordQuery {
  ledger::Actor viewer;
  std::vector<machine::State> states;  // empty: any
  std::string filter;                  // AIP-160
  bool longest_waiting_first = false;  // else newest report first
  std::int32_t page_size = 0;
  std::string page_token;
};

// Takes the next item of a page; returns false, and has not taken it, if the page is full. The
// first item always fits.
template <class Item>
using Take = std::function<bool(const Item&)>;

struct EntryQuery {
  std::string filter;  // AIP-160
  bool descending = false;
  std::int32_t page_size = 0;
  std::string page_token;
};

struct EntryPage {
  std::string next_page_token;
  std::uint64_t tree_size = 0;  // of the log that all pages show
};

// Throws storage::QueryTimeout past a deadline, and storage::CorruptError where what is stored is
// not what the log says.
class LogReader {
 public:
  // `database` must outlive this.
  explicit LogReader(storage::Database& database)
      : database_(database), tokens_(database.page_token_key()) {}

  std::optional<ledger::Record> FindRecord(std::string_view id, storage::Deadline deadline = {});
  // Those there are of these ids, in their order, all of one moment.
  std::vector<ledger::Record> FindRecords(std::span<const std::string> ids,
                                          storage::Deadline deadline = {});
  // Gives the page's records to `take`. Returns the token of the next page; empty: this is the
  // last.
  Result<std::string> ListRecords(const RecordQuery& query, const Take<ledger::Record>& take,
                                  storage::Deadline deadline = {});

  // Returns whether the actor, or whom he acts for, brought bytes of the report's content, or
  // of what it corrects, in whatever report.
  bool IsAuthor(const ledger::Record& record, const ledger::Actor& actor);
  // Returns all revocations.
  ledger::Revocations Revocations();

  std::uint64_t Size();       // of the log
  std::int64_t NewestTime();  // of its newest entry, in microseconds since 1970; 0: there is none
  std::optional<ledger::Sealed> FindEntry(std::uint64_t index);
  // Gives the page's entries to `take`.
  Result<EntryPage> ListEntries(const EntryQuery& query, const Take<ledger::Sealed>& take,
                                storage::Deadline deadline = {});
  // At most `limit` entries from `index` on, in order.
  std::vector<ledger::Sealed> ReadFrom(std::uint64_t index, std::size_t limit);

  // What the tree's proofs read: see merkle::ReadNode. One snapshot as long as it lives.
  class Nodes {
   public:
    explicit Nodes(storage::Database& database) : lease_(database.Read()) {}

    std::uint64_t Size();
    merkle::Frontier Newest();  // of the log's size
    merkle::Hash Read(merkle::NodeId node);

   private:
    storage::ReadLease lease_;
  };
  Nodes ReadNodes() { return Nodes(database_); }

 private:
  storage::Database& database_;
  storage::PageTokens tokens_;
};

}  // namespace gongkai::workflow
