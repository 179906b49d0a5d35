// Reads the ledger: records, entries and the tree's nodes. Any thread; never waits for the writer.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "services/storage/database.h"
#include "services/storage/page.h"
#include "workflow/error/result.h"
#include "workflow/ledger/record.h"
#include "workflow/ledger/rules.h"
#include "workflow/ledger/store.h"
#include "workflow/merkle/proof.h"
#include "workflow/merkle/tree.h"

namespace gongkai::workflow {

struct RecordQuery {
  ledger::Scope scope;
  std::vector<machine::State> states;  // empty: any
  std::string filter;                  // AIP-160
  bool longest_waiting_first = false;  // else newest report first
  std::int32_t page_size = 0;
  std::string page_token;
};

struct RecordPage {
  std::vector<ledger::Record> records;
  std::string next_page_token;
};

struct EntryQuery {
  std::string filter;  // AIP-160
  bool descending = false;
  std::int32_t page_size = 0;
  std::string page_token;
};

struct EntryPage {
  std::vector<ledger::Sealed> entries;
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
  Result<RecordPage> ListRecords(const RecordQuery& query, storage::Deadline deadline = {});

  std::uint64_t Size();  // of the log
  std::optional<ledger::Sealed> FindEntry(std::uint64_t index);
  Result<EntryPage> ListEntries(const EntryQuery& query, storage::Deadline deadline = {});
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
