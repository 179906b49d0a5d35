// ledger::Store on SQLite.
#pragma once

#include "services/lib/sql/connection.h"
#include "workflow/base/digest.h"
#include "workflow/base/entry_index.h"
#include "workflow/base/report_id.h"
#include "workflow/base/time.h"
#include "workflow/ledger/store.h"

namespace gongkai::workflow {

// Implements ledger::Store with the writer of the database, which nobody else may use at the same
// time. One thread at a time. `writer` must outlive this.
class SqliteStore final : public ledger::Store {
 public:
  explicit SqliteStore(sql::Connection& writer) : connection_(writer) {}

  merkle::Frontier LoadFrontier() override;
  base::Time NewestTime() override;
  ledger::Revocations LoadRevocations() override;
  void Begin() override;
  void Commit() override;
  void Rollback() override;
  std::optional<ledger::Record> FindRecord(const base::ReportId& id) override;
  std::optional<ledger::Record> FindRecordAt(const base::ReportId& id,
                                             base::EntryIndex index) override;
  std::optional<base::EntryIndex> FindRequest(const base::ActorId& actor,
                                              std::string_view request_id) override;
  std::optional<ledger::Sealed> FindEntry(base::EntryIndex index) override;
  std::optional<ledger::ChainEnd> FindChainEnd(const ledger::Subject& subject) override;
  std::optional<base::Digest> NewestPolicy() override;
  std::vector<base::ActorId> AuthorsOf(std::span<const base::Digest> parts) override;
  std::vector<base::Digest> BroughtTo(const base::ReportId& report) override;
  bool IsInUse(std::span<const base::Digest> bytes) override;
  std::uint32_t LastFormNumber(std::string_view department, std::int32_t year) override;
  std::optional<base::ReportId> FindCorrection(const base::ReportId& corrected,
                                               const base::ReportId& one) override;
  void Append(const ledger::Sealed& entry, std::span<const merkle::Hash> completed_nodes) override;
  void PutAuthor(const base::Digest& part, const base::ActorId& author) override;
  void PutPolicyFile(const base::Digest& digest, std::string_view text) override;
  void PutRecord(const ledger::Record& record, bool keep) override;
  void PutFrontier(const merkle::Frontier& frontier) override;

 private:
  // Writes the hashes in nodes_ to the database and empties nodes_.
  void PutNodes();

  sql::Connection& connection_;
  std::string nodes_;                  // hashes of completed inner nodes that are not stored yet
  std::uint64_t nodes_stored_ = 0;     // number of stored nodes, with those of the open batch
  std::uint64_t nodes_committed_ = 0;  // number of stored nodes at the last commit
};

}  // namespace gongkai::workflow
