#include "services/workflow/head_check.h"

#include <set>
#include <string>

#include "services/storage/error.h"
#include "services/workflow/ledger_store.h"
#include "services/workflow/log_reader.h"
#include "workflow/merkle/proof.h"

namespace gongkai::workflow {
namespace {

constexpr std::uint64_t kNewestEntries = 256;
constexpr std::size_t kNewestReports = 16;

[[noreturn]] void Corrupt(const std::string& what) { throw storage::CorruptError(what); }

void CheckRecord(LedgerStore& store, const std::string& id, std::uint64_t last) {
  const std::optional<ledger::Record> stored = store.FindRecord(id);
  if (!stored) Corrupt("no record of " + ledger::NameOf(id));
  ledger::Record folded;
  for (const ledger::Sealed& sealed : store.ReadReport(id, last)) {
    ledger::Fold(folded, sealed.entry, sealed.hash);
  }
  if (folded != *stored) Corrupt(ledger::NameOf(id) + " is not the fold of its entries");
}

}  // namespace

std::uint64_t CheckHead(storage::Database& database) {
  LedgerStore store(database);
  const merkle::Frontier frontier = store.LoadFrontier();
  const std::uint64_t size = frontier.size();
  if (size == 0) return 0;

  LogReader log(database);
  LogReader::Nodes nodes = log.ReadNodes();
  const merkle::ReadNode read = [&nodes](merkle::NodeId node) { return nodes.Read(node); };
  if (merkle::RootAt(size, read) != frontier.Root()) {
    Corrupt("the stored nodes do not lead to the root of the tree");
  }
  const std::uint64_t first = size - std::min(size, kNewestEntries);
  std::set<std::string> reports;
  std::uint64_t next = first;
  for (const ledger::Sealed& sealed : log.ReadFrom(first, kNewestEntries + 1)) {
    const std::uint64_t index = sealed.entry.index;
    if (index != next++) Corrupt("the log has a gap");
    if (index < size &&
        !merkle::VerifyInclusion(sealed.hash, index, size,
                                 merkle::InclusionProof(index, size, read), frontier.Root())) {
      Corrupt("entries/" + std::to_string(index) + " is not in the tree");
    }
    if (sealed.entry.sequence > 0) reports.insert(sealed.entry.report);
  }
  if (next != size) Corrupt("the tree does not cover the log");
  std::size_t checked = 0;
  for (const std::string& report : reports) {
    if (checked++ == kNewestReports) break;
    CheckRecord(store, report, size);
  }
  return size;
}

}  // namespace gongkai::workflow
