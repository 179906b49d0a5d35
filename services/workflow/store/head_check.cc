#include "services/workflow/store/head_check.h"

#include <cstdlib>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "workflow/base/entry_index.h"
#include "workflow/base/report_id.h"
#include "workflow/merkle/proof.h"

namespace gongkai::workflow {
namespace {

constexpr std::uint64_t kNewestEntries = 256;
constexpr std::size_t kNewestReports = 16;

[[noreturn]] void Corrupt(const std::string& what) { throw ledger::StoreDamaged(what); }

void CheckRecord(ledger::Reader& log, const base::ReportId& id, base::EntryIndex last) {
  const std::optional<ledger::Record> stored = log.FindRecord(id);
  if (!stored) Corrupt("no record of " + id.Name());
  if (log.FindRecordAt(id, last) != *stored) Corrupt(id.Name() + " is not the fold of its entries");
}

std::string NameOfEntry(std::uint64_t number) { return EntryName(base::EntryIndex{number}); }

// Reads entries from `first` on; where one cannot be read, says which.
std::vector<ledger::Sealed> ReadNewest(ledger::Reader& log, std::uint64_t first) try {
  return log.ReadFrom(base::EntryIndex{first}, kNewestEntries + 1);
} catch (const ledger::StoreDamaged& damage) {
  const std::string what = damage.what();
  if (what.starts_with("entries/")) throw;
  std::uint64_t index = first;
  try {
    while (index <= first + kNewestEntries) {
      log.FindEntry(base::EntryIndex{index});
      ++index;
    }
  } catch (const ledger::StoreDamaged&) {
    Corrupt(NameOfEntry(index) + " cannot be read: " + what);
  }
  Corrupt("the entries from " + NameOfEntry(first) + " on cannot be read: " + what);
}

// Checks that these are the entries from `first` to the end of the tree.
void CheckPlaces(const std::vector<ledger::Sealed>& entries, std::uint64_t first,
                 std::uint64_t size) {
  std::uint64_t next = first;
  for (const ledger::Sealed& sealed : entries) {
    const std::uint64_t index = ToNumber(sealed.entry.index);
    if (index != next++) Corrupt("the log has a gap before " + NameOfEntry(index));
  }
  if (next < size) Corrupt(NameOfEntry(next) + " is missing: the tree covers it");
  if (next > size) Corrupt(NameOfEntry(size) + " is not covered by the tree");
}

// Checks that the nodes of the tree that is stored lead to its root.
void CheckNodes(std::uint64_t size, const merkle::ReadNode& read, const merkle::Hash& root) {
  const std::string tree = "the tree over entries/0 to " + NameOfEntry(size - 1);
  try {
    if (merkle::RootAt(size, read) == root) return;
  } catch (const ledger::StoreDamaged& damage) {
    Corrupt(tree + " cannot be read: " + damage.what());
  }
  Corrupt(tree + ": the stored nodes do not lead to the root of the tree");
}

void CheckIncluded(const ledger::Sealed& sealed, std::uint64_t size, const merkle::ReadNode& read,
                   const merkle::Hash& root) {
  const std::uint64_t index = ToNumber(sealed.entry.index);
  try {
    const std::vector<merkle::Hash> proof = merkle::InclusionProof(index, size, read);
    if (merkle::VerifyInclusion(sealed.hash, index, size, proof, root)) return;
  } catch (const ledger::StoreDamaged& damage) {
    Corrupt(NameOfEntry(index) + " cannot be proved: " + damage.what());
  }
  Corrupt(NameOfEntry(index) + " is not in the tree");
}

std::string Describe(const merkle::TreeHead& head) {
  return std::to_string(head.size) + " entries with the root " + merkle::ToHex(head.root);
}

[[noreturn]] void Refuse(const std::string& why) {
  throw NotServed("ledger.db is not the log that was served before: " + why +
                  ". Restore ledger.db and ledger.head together, from one backup; or, if "
                  "this log is meant, start with --accept-head, and tell the auditors");
}

}  // namespace

merkle::TreeHead CheckHead(ledger::Reader& log) {
  const std::unique_ptr<ledger::TreeSnapshot> tree = log.ReadTree();
  const merkle::Frontier& frontier = tree->frontier();
  const std::uint64_t size = frontier.size();
  if (size == 0) return {.size = 0, .root = frontier.Root()};

  const merkle::ReadNode read = [&tree](merkle::NodeId node) { return tree->ReadNode(node); };
  const std::uint64_t first = size - std::min(size, kNewestEntries);
  const std::vector<ledger::Sealed> newest = ReadNewest(log, first);
  CheckPlaces(newest, first, size);
  CheckNodes(size, read, frontier.Root());
  std::set<base::ReportId> reports;
  for (const ledger::Sealed& sealed : newest) {
    CheckIncluded(sealed, size, read, frontier.Root());
    if (sealed.entry.sequence > 0 && sealed.entry.subject.IsReport())
      reports.insert(sealed.entry.subject.Report());
  }
  std::size_t checked = 0;
  for (const base::ReportId& report : reports) {
    if (checked++ == kNewestReports) break;
    CheckRecord(log, report, base::EntryIndex{size});
  }
  return {.size = size, .root = frontier.Root()};
}

void CheckKept(ledger::Reader& log, const merkle::TreeHead& now,
               const std::optional<merkle::TreeHead>& kept) {
  if (!kept) {
    if (now.size == 0) return;
    Refuse("no head is kept beside it, though it has " + Describe(now));
  }
  if (kept->size > now.size)
    Refuse("entries are lost: the head that is kept has " + Describe(*kept) + ", but " +
           Describe(now));
  const std::unique_ptr<ledger::TreeSnapshot> tree = log.ReadTree();
  const merkle::Hash then =
      merkle::RootAt(kept->size, [&tree](merkle::NodeId node) { return tree->ReadNode(node); });
  if (then != kept->root) {
    Refuse("it is another log: the head that is kept has " + Describe(*kept) +
           ", but the log had the root " + merkle::ToHex(then) + " then");
  }
}

void RefuseDamaged(const std::string& what) {
  throw NotServed("ledger.db is damaged: " + what +
                  ". Keep it as evidence, restore ledger.db and ledger.head together, from "
                  "one backup, and tell the auditors");
}

void CheckClock(base::Time newest, base::Time now) {
  if (newest == base::Time{} || abs(now - newest) <= std::chrono::days(1)) return;
  throw NotServed(
      "the clock says " + base::Rfc3339(now) + ", but the newest entry of the log is of " +
      base::Rfc3339(newest) +
      ", more than a day off. Set the clock; or, if it is right, start with --accept-clock");
}

}  // namespace gongkai::workflow
