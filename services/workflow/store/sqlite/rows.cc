#include "services/workflow/store/sqlite/rows.h"

#include <algorithm>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "services/lib/sql/error.h"
#include "services/workflow/store/sqlite/lists.h"
#include "services/workflow/store/sqlite/state_set.h"
#include "workflow/ledger/detail.h"
#include "workflow/ledger/purge.h"
#include "workflow/ledger/reader.h"

namespace gongkai::workflow {
namespace {

[[noreturn]] void Corrupt(const std::string& what) { throw sql::CorruptError(what); }

// FindRecordAt reads at most about this many entries; see ledger::Batch.
constexpr std::string_view kSelectChain =
    "SELECT idx, bytes, hash FROM entry INDEXED BY entry_chain WHERE subject = $1 AND sequence > 0 "
    "AND idx > $2 AND idx <= $3 ORDER BY idx";

// Returns the newest record of this report that was kept and is not newer than `last`.
std::optional<ledger::Record> SelectKept(sql::Connection& connection, const base::ReportId& id,
                                         base::EntryIndex last) {
  static const std::string kSelect =
      "SELECT " + RecordColumns() +
      " FROM kept_record WHERE id = $1 AND head <= $2 ORDER BY head DESC LIMIT 1";
  sql::Statement& select = connection.Prepare(kSelect);
  select.Query(id.text(), last);
  if (!select.Step()) return std::nullopt;
  ledger::Record record = ReadRecord(select);
  select.Reset();
  return record;
}

}  // namespace

base::Digest SelectPolicyDigest(sql::Connection& connection, base::EntryIndex index) {
  const std::optional<ledger::Sealed> sealed = SelectEntry(connection, index);
  const auto detail = sealed ? ledger::ReadDetail(sealed->entry.action, sealed->entry.detail)
                             : std::optional<ledger::Detail>();
  const auto* adopted = detail ? std::get_if<ledger::AdoptedPolicy>(&*detail) : nullptr;
  if (adopted == nullptr) {
    throw sql::CorruptError("entry " + std::to_string(ToNumber(index)) + " names no policy");
  }
  return adopted->digest;
}

std::optional<base::EntryIndex> SelectPolicyAt(sql::Connection& connection,
                                               base::EntryIndex index) {
  sql::Statement& select = connection.Prepare(
      "SELECT idx FROM entry INDEXED BY entry_kind WHERE action = $1 AND to_state = 0 AND idx <= "
      "$2 "
      "ORDER BY idx DESC LIMIT 1");
  select.Query(static_cast<int>(machine::Action::kSetPolicy), index);
  std::optional<base::EntryIndex> found;
  if (select.Step()) found = base::EntryIndex{static_cast<std::uint64_t>(select.Int(0))};
  select.Reset();
  return found;
}

std::optional<std::string> SelectPolicyFile(sql::Connection& connection,
                                            const base::Digest& digest) {
  sql::Statement& select = connection.Prepare("SELECT text FROM policy_file WHERE sha256 = $1");
  select.Query(AsBytes(digest));
  std::optional<std::string> text;
  if (select.Step()) text = std::string(select.Blob(0));
  select.Reset();
  if (text && base::Sha256(*text) != digest) {
    throw sql::CorruptError("the file of a policy is not the one that was stored");
  }
  return text;
}

merkle::Frontier SelectFrontier(sql::Connection& connection) {
  sql::Statement& select = connection.Prepare("SELECT size, frontier, root FROM tree");
  select.Query();
  if (!select.Step()) Corrupt("the tree's frontier is missing");
  const auto size = static_cast<std::uint64_t>(select.Int(0));
  std::vector<merkle::Hash> hashes;
  std::string_view bytes = select.Blob(1);
  for (; bytes.size() >= sizeof(merkle::Hash); bytes.remove_prefix(sizeof(merkle::Hash))) {
    hashes.push_back(ReadHash(bytes.substr(0, sizeof(merkle::Hash))));
  }
  const std::optional<merkle::Frontier> frontier = merkle::Frontier::Load(size, hashes);
  if (!frontier || !bytes.empty() || frontier->Root() != ReadHash(select.Blob(2))) {
    Corrupt("the tree's frontier does not have its root");
  }
  select.Reset();
  return *frontier;
}

merkle::Hash SelectNode(sql::Connection& connection, merkle::NodeId node) {
  const bool leaf = node.level == 0;
  sql::Statement& select = connection.Prepare(
      leaf ? "SELECT hash FROM entry WHERE idx = $1"
           : "SELECT substr(hashes, ($1 - position) * 32 + 1, 32) FROM nodes WHERE position <= $1 "
             "ORDER BY position DESC LIMIT 1");
  select.Query(leaf ? node.index : merkle::Position(node));
  if (!select.Step() || select.Blob(0).empty()) Corrupt("a node of the tree is missing");
  const merkle::Hash hash = ReadHash(select.Blob(0));
  select.Reset();
  return hash;
}

std::optional<ledger::Record> SelectRecord(sql::Connection& connection, const base::ReportId& id) {
  static const std::string kSelect = "SELECT " + RecordColumns() + " FROM record WHERE id = $1";
  sql::Statement& select = connection.Prepare(kSelect);
  select.Query(id.text());
  if (!select.Step()) return std::nullopt;
  ledger::Record record = ReadRecord(select);
  select.Reset();
  return record;
}

std::optional<ledger::Record> FoldRecordAt(sql::Connection& connection, const base::ReportId& id,
                                           base::EntryIndex index) {
  std::optional<ledger::Record> kept = SelectKept(connection, id, index);
  ledger::Record record = kept.value_or(ledger::Record{});
  FoldChain(connection, id, kept ? std::optional(kept->head) : std::nullopt, index, record,
            [](const ledger::Sealed&) {});
  if (record.state == machine::State::kNone) return std::nullopt;
  return record;
}

void FoldChain(sql::Connection& connection, const base::ReportId& id,
               std::optional<base::EntryIndex> after, base::EntryIndex last, ledger::Record& record,
               const std::function<void(const ledger::Sealed&)>& folded) {
  sql::Statement& select = connection.Prepare(kSelectChain);
  const std::string name = id.Name();
  const std::int64_t behind = after ? static_cast<std::int64_t>(*after) : -1;
  for (select.Query(std::string_view(name), behind, last); select.Step();) {
    const ledger::Sealed sealed = ReadSealed(select);
    std::optional<ledger::Record> corrected;
    if (sealed.entry.action == machine::Action::kCreate && sealed.entry.related) {
      corrected = SelectRecord(connection, sealed.entry.related->Report());
    }
    ledger::Fold(record, sealed.entry, sealed.hash, corrected ? &*corrected : nullptr);
    folded(sealed);
  }
}

ledger::Sealed ReadSealed(const sql::Statement& row) {
  ledger::Sealed sealed{.bytes = std::string(row.Blob(1)), .hash = ReadHash(row.Blob(2))};
  const base::EntryIndex index{static_cast<std::uint64_t>(row.Int(0))};
  const std::string name = EntryName(index);
  if (merkle::LeafHash(sealed.bytes) != sealed.hash) Corrupt(name + " does not have its hash");
  std::optional<ledger::Entry> entry = ledger::Decode(sealed.bytes);
  if (!entry) Corrupt(name + " is not canonical");
  if (entry->index != index) Corrupt(name + " is another place's entry");
  sealed.entry = *std::move(entry);
  return sealed;
}

std::optional<ledger::Sealed> SelectEntry(sql::Connection& connection, base::EntryIndex index) {
  sql::Statement& select = connection.Prepare("SELECT idx, bytes, hash FROM entry WHERE idx = $1");
  select.Query(index);
  if (!select.Step()) return std::nullopt;
  ledger::Sealed sealed = ReadSealed(select);
  select.Reset();
  return sealed;
}

base::Time SelectNewestTime(sql::Connection& connection) {
  sql::Statement& select =
      connection.Prepare("SELECT time_us FROM entry ORDER BY idx DESC LIMIT 1");
  select.Query();
  const base::Time time = select.Step() ? select.Time(0) : base::Time{};
  select.Reset();
  return time;
}

std::vector<base::ActorId> SelectAuthors(sql::Connection& connection,
                                         std::span<const base::Digest> parts) {
  sql::Statement& select = connection.Prepare("SELECT author FROM author WHERE part = $1");
  std::vector<base::ActorId> authors;
  for (const base::Digest& part : parts) {
    for (select.Query(AsBytes(part)); select.Step();) authors.emplace_back(select.Text(0));
  }
  return authors;
}

std::vector<base::Digest> SelectBrought(sql::Connection& connection, const base::ReportId& report) {
  sql::Statement& select = connection.Prepare(kSelectChain);
  std::vector<base::Digest> brought;
  const std::string name = report.Name();
  for (select.Query(std::string_view(name), -1, ledger::kEndOfLog); select.Step();) {
    const ledger::Entry entry = ReadSealed(select).entry;
    const auto detail = ledger::ReadDetail(entry.action, entry.detail);
    const auto* parts = detail ? std::get_if<ledger::Parts>(&*detail) : nullptr;
    if (parts == nullptr) continue;
    brought.insert(brought.end(), parts->digests.begin(), parts->digests.end());
    if (entry.content) brought.push_back(*entry.content);
  }
  return brought;
}

bool SelectInUse(sql::Connection& connection, std::span<const base::Digest> bytes) {
  static const std::string kSelect =
      "SELECT content, parts FROM record WHERE " + Condition(StatesThat(ledger::NeedsItsContent));
  const std::set<std::string_view> wanted = [&] {
    std::set<std::string_view> views;
    for (const base::Digest& digest : bytes) views.insert(digest.view());
    return views;
  }();
  sql::Statement& select = connection.Prepare(kSelect);
  bool found = false;
  for (select.Query(); !found && select.Step();) {
    found = wanted.contains(select.Blob(0)) ||
            std::ranges::any_of(ReadDigests(select.Blob(1)), [&](const base::Digest& digest) {
              return wanted.contains(digest.view());
            });
  }
  select.Reset();
  return found;
}

std::optional<base::ReportId> SelectCorrection(sql::Connection& connection,
                                               const base::ReportId& corrected,
                                               const base::ReportId& one) {
  static const std::string kSelect =
      "SELECT id FROM record WHERE corrects = $1 AND corrects <> '' AND id <> $2 AND NOT " +
      Condition(StatesThat(ledger::EndsUnpublished)) + " LIMIT 1";
  sql::Statement& select = connection.Prepare(kSelect);
  select.Query(corrected.text(), one.text());
  if (!select.Step()) return std::nullopt;
  base::ReportId id(select.Text(0));
  select.Reset();
  return id;
}

std::uint32_t SelectLastFormNumber(sql::Connection& connection, std::string_view department,
                                   std::int32_t year) {
  sql::Statement& select = connection.Prepare(
      "SELECT form_number FROM record INDEXED BY record_form WHERE department = $1 AND form_year = "
      "$2 "
      "AND form_year > 0 ORDER BY form_number DESC LIMIT 1");
  select.Query(department, std::int64_t{year});
  if (!select.Step()) return 0;
  const auto number = static_cast<std::uint32_t>(select.Int(0));
  select.Reset();
  return number;
}

ledger::Revocations SelectRevocations(sql::Connection& connection, base::EntryIndex last) {
  sql::Statement& select = connection.Prepare(
      "SELECT idx, bytes, hash FROM entry INDEXED BY entry_kind WHERE action = $1 AND to_state = 0 "
      "AND idx <= $2 ORDER BY idx");
  ledger::Revocations revocations;
  for (select.Query(static_cast<int>(machine::Action::kRevoke), last); select.Step();) {
    const ledger::Sealed sealed = ReadSealed(select);
    const auto detail = ledger::ReadDetail(sealed.entry.action, sealed.entry.detail);
    if (const auto* revocation = detail ? std::get_if<ledger::Revocation>(&*detail) : nullptr) {
      revocations.Add(*revocation);
    }
  }
  return revocations;
}

}  // namespace gongkai::workflow
