// ledger::Reader on SQLite.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "services/lib/listing/page.h"
#include "services/lib/sql/read_pool.h"
#include "workflow/base/digest.h"
#include "workflow/base/entry_index.h"
#include "workflow/base/report_id.h"
#include "workflow/base/time.h"
#include "workflow/ledger/reader.h"

namespace gongkai::workflow {

// Implements ledger::Reader with connections that are open for reading only: this has no way to the
// connection of the writer.
class SqliteReader final : public ledger::Reader {
 public:
  // `page_token_key` is that of the database. `connections` must outlive this.
  SqliteReader(sql::ReadPool& connections, std::string_view page_token_key)
      : connections_(connections), tokens_(page_token_key) {}

  std::optional<ledger::Record> FindRecord(const base::ReportId& id,
                                           ledger::Deadline deadline) override;
  std::vector<ledger::Record> FindRecords(std::span<const base::ReportId> ids,
                                          ledger::Deadline deadline) override;
  std::optional<ledger::Record> FindRecordAt(const base::ReportId& id,
                                             base::EntryIndex index) override;
  std::optional<base::ReportId> FindCorrection(const base::ReportId& corrected,
                                               const base::ReportId& one) override;
  // A page ends early where it has looked at too many rows; see WalkPage.
  Result<std::string> ListRecords(const ledger::RecordQuery& query,
                                  const ledger::Take<ledger::Record>& take,
                                  ledger::Deadline deadline) override;
  std::vector<base::ReportId> ListToNotify(base::Time now, std::size_t limit) override;
  std::optional<ledger::Sealed> FindEntry(base::EntryIndex index) override;
  std::vector<ledger::Sealed> ReadFrom(base::EntryIndex index, std::size_t limit) override;
  Result<ledger::EntryPage> ListEntries(const ledger::EntryQuery& query,
                                        const ledger::Take<ledger::Sealed>& take,
                                        ledger::Deadline deadline) override;
  std::vector<base::ActorId> AuthorsOf(std::span<const base::Digest> parts) override;
  ledger::Revocations LoadRevocations(base::EntryIndex last) override;
  std::vector<base::EntryIndex> PoliciesOf(base::EntryIndex first, base::EntryIndex last) override;
  std::optional<std::string> FindPolicyFile(const base::Digest& digest) override;
  base::Time NewestTime() override;
  std::unique_ptr<ledger::TreeSnapshot> ReadTree() override;

 private:
  // Calls `read` with a leased connection and returns what it returns, with the errors of the port.
  template <class Read>
  auto Reading(ledger::Deadline deadline, const Read& read);

  sql::ReadPool& connections_;
  listing::PageTokens tokens_;
};

}  // namespace gongkai::workflow
