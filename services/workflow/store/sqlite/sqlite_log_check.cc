#include "services/workflow/store/sqlite/sqlite_log_check.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "services/lib/sql/error.h"
#include "services/workflow/store/sqlite/entry_columns.h"
#include "services/workflow/store/sqlite/port_errors.h"
#include "services/workflow/store/sqlite/rows.h"
#include "workflow/base/digest.h"
#include "workflow/base/entry_index.h"
#include "workflow/base/report_id.h"

namespace gongkai::workflow {
namespace {

using machine::Action;

constexpr int kEntriesAtOnce = 256;
constexpr int kRecordsAtOnce = 32;

[[noreturn]] void Corrupt(const std::string& what) { throw sql::CorruptError(what); }

// Runs a query that is to find something.
template <class... Args>
bool Finds(sql::Connection& reader, std::string_view query, const Args&... args) {
  sql::Statement& select = reader.Prepare(query);
  select.Query(args...);
  const bool found = select.Step();
  select.Reset();
  return found;
}

// Checks that the tree that is stored is the one that the entries make.
void CheckTree(sql::Connection& reader, const merkle::Frontier& frontier) {
  sql::Statement& select = reader.Prepare("SELECT size, root FROM tree");
  select.Query();
  const bool same = select.Step() && static_cast<std::uint64_t>(select.Int(0)) == frontier.size() &&
                    ReadHash(select.Blob(1)) == frontier.Root();
  select.Reset();
  if (!same) Corrupt("the tree that is stored is not that of the entries");
}

// Checks that a search by each index finds the entry.
void CheckIndexes(sql::Connection& reader, const ledger::Entry& entry, const std::string& name) {
  const std::string subject = entry.subject.Name();
  const auto action = static_cast<int>(entry.action);
  const auto to = static_cast<int>(entry.to);
  const bool found =
      Finds(reader,
            entry.sequence > 0
                ? "SELECT 1 FROM entry INDEXED BY entry_chain WHERE subject = $1 AND "
                  "sequence > 0 AND idx = $2"
                : "SELECT 1 FROM entry INDEXED BY entry_denied WHERE subject = $1 AND "
                  "sequence = 0 AND idx = $2",
            std::string_view(subject), entry.index) &&
      Finds(reader,
            "SELECT 1 FROM entry INDEXED BY entry_kind WHERE action = $1 AND to_state = $2 AND idx "
            "= $3",
            action, to, entry.index) &&
      Finds(reader,
            "SELECT 1 FROM entry INDEXED BY entry_actor WHERE actor = $1 AND action = $2 AND "
            "to_state = $3 AND idx = $4",
            entry.actor.text(), action, to, entry.index) &&
      (entry.request_id.empty() ||
       Finds(reader,
             "SELECT 1 FROM entry INDEXED BY entry_request WHERE request_id = $1 AND actor = $2 "
             "AND idx = $3",
             std::string_view(entry.request_id), entry.actor.text(), entry.index));
  if (!found) Corrupt("an index of the log does not have " + name);
}

// Checks that the entry follows the one of its subject before it, DENIED left out.
void CheckChain(sql::Connection& reader, const ledger::Entry& entry, const std::string& name) {
  const std::string subject = entry.subject.Name();
  sql::Statement& select = reader.Prepare(
      "SELECT hash FROM entry INDEXED BY entry_chain WHERE subject = $1 AND sequence > 0 AND idx < "
      "$2 ORDER BY idx DESC LIMIT 1");
  select.Query(std::string_view(subject), entry.index);
  std::optional<merkle::Hash> before;
  if (select.Step()) before = ReadHash(select.Blob(0));
  select.Reset();
  if (entry.previous != before) Corrupt(name + " does not follow its subject's entry before it");
}

// Checks that who brought what the entry adds to the record is noted.
void CheckAuthors(sql::Connection& reader, const ledger::Entry& entry,
                  const std::vector<base::Digest>& parts_before, const ledger::Record& record) {
  if (entry.action != Action::kCreate && entry.action != Action::kEdit) return;
  std::vector<base::Digest> brought{record.content};
  std::ranges::copy_if(record.parts, std::back_inserter(brought), [&](const base::Digest& part) {
    return std::ranges::find(parts_before, part) == parts_before.end();
  });
  for (const base::Digest& part : brought) {
    for (const base::ActorId* author : {&entry.actor, &entry.on_behalf_of}) {
      if (!author->empty() && !Finds(reader, "SELECT 1 FROM author WHERE part = $1 AND author = $2",
                                     AsBytes(part), author->text())) {
        Corrupt("an author of " + entry.subject.Name() + " is missing");
      }
    }
  }
}

// Checks that an entry of the clock tells of a term that the record had before it, for the first time.
void CheckNotice(const ledger::Entry& entry, const ledger::Terms& before) {
  const auto detail = ledger::ReadDetail(entry.action, entry.detail);
  const auto* notice = detail ? std::get_if<ledger::Notice>(&*detail) : nullptr;
  if (notice == nullptr) return;
  const ledger::Term& term =
      notice->term == ledger::TermKind::kStage ? before.stage : before.statutory;
  const ledger::Told told =
      entry.action == Action::kOverdue ? ledger::Told::kOverdue : ledger::Told::kNear;
  const bool due = entry.time >= (told == ledger::Told::kNear ? term.near : term.due);
  if (!term.IsSet() || notice->due != term.due || term.told >= told || !due) {
    Corrupt(entry.subject.Name() + " has an entry of the clock that its terms do not ask for");
  }
}

// Checks that the file of the policy is kept that the entry names.
void CheckPolicy(sql::Connection& reader, const ledger::Entry& entry) {
  if (entry.action != Action::kSetPolicy) return;
  if (!SelectPolicyFile(reader, SelectPolicyDigest(reader, entry.index))) {
    Corrupt("the file of the policy of " + base::EntryName(entry.index) + " is missing");
  }
}

// Checks that each file of a policy that is kept is named by an entry. The files are read first: what is
// committed meanwhile may add entries, and no file without its entry.
void CheckPolicyFiles(sql::Connection& reader) {
  std::set<std::string> kept;
  sql::Statement& files = reader.Prepare("SELECT sha256 FROM policy_file");
  for (files.Query(); files.Step();) kept.emplace(files.Blob(0));
  std::vector<base::EntryIndex> positions;
  sql::Statement& entries = reader.Prepare(
      "SELECT idx FROM entry INDEXED BY entry_kind WHERE action = $1 AND to_state = 0 ORDER BY "
      "idx");
  for (entries.Query(static_cast<int>(Action::kSetPolicy)); entries.Step();) {
    positions.push_back(base::EntryIndex{static_cast<std::uint64_t>(entries.Int(0))});
  }
  for (const base::EntryIndex position : positions) {
    kept.erase(std::string(SelectPolicyDigest(reader, position).view()));
  }
  if (!kept.empty()) Corrupt("the file of a policy is kept that no entry names");
}

// Returns whether `stored` is the fold of the entries, which is `folded`. The departments of approvals
// were not noted at first, but for those of ENDORSE.
bool IsFold(const ledger::Record& stored, ledger::Record folded) {
  const std::size_t count = std::min(stored.approvals.size(), folded.approvals.size());
  for (std::size_t i = 0; i < count; ++i) {
    ledger::Approval& approval = folded.approvals[i];
    const bool may_lack = approval.action != Action::kEndorse;
    if (may_lack && stored.approvals[i].department.empty()) approval.department.clear();
  }
  return stored == folded;
}

// Returns what was kept of the report, by the position of its newest entry then.
std::map<base::EntryIndex, ledger::Record> KeptOf(sql::Connection& reader,
                                                  const base::ReportId& id) {
  static const std::string kSelect =
      "SELECT " + RecordColumns() + " FROM kept_record WHERE id = $1 ORDER BY head";
  sql::Statement& select = reader.Prepare(kSelect);
  std::map<base::EntryIndex, ledger::Record> kept;
  for (select.Query(id.text()); select.Step();) {
    ledger::Record record = ReadRecord(select);
    const base::EntryIndex head = record.head;
    kept.emplace(head, std::move(record));
  }
  return kept;
}

// Returns whether the index of what is to be told has the record, or must not have it.
bool IsListedToNotify(sql::Connection& reader, const ledger::Record& record) {
  const std::optional<base::Time> next = ledger::NextNotice(record.terms);
  return !next || Finds(reader,
                        "SELECT 1 FROM record INDEXED BY record_notify WHERE notify_us < "
                        "9223372036854775807 AND notify_us = $1 AND number = $2",
                        base::ToMicros(*next), record.number);
}

void CheckRecord(sql::Connection& reader, const ledger::Record& record) {
  const std::string name = record.id.Name();
  std::map<base::EntryIndex, ledger::Record> kept = KeptOf(reader, record.id);
  kept.emplace(record.head, record);
  ledger::Record folded;
  std::vector<base::Digest> parts_before;
  ledger::Terms terms_before;
  FoldChain(reader, record.id, std::nullopt, record.head, folded,
            [&](const ledger::Sealed& sealed) {
              CheckAuthors(reader, sealed.entry, parts_before, folded);
              CheckNotice(sealed.entry, terms_before);
              parts_before = folded.parts;
              terms_before = folded.terms;
              if (const auto stored = kept.find(folded.head); stored != kept.end()) {
                if (!IsFold(stored->second, folded))
                  Corrupt(name + " is not the fold of its entries");
                kept.erase(stored);
              }
            });
  if (!kept.empty() || !IsFold(record, folded)) Corrupt(name + " is not the fold of its entries");

  const auto state = static_cast<int>(record.state);
  const bool found =
      Finds(reader, "SELECT 1 FROM record WHERE id = $1 AND number = $2", record.id.text(),
            record.number) &&
      Finds(reader,
            "SELECT 1 FROM record INDEXED BY record_newest WHERE state = $1 AND department = $2 "
            "AND number = $3",
            state, std::string_view(record.department), record.number) &&
      Finds(reader,
            "SELECT 1 FROM record INDEXED BY record_waiting WHERE state = $1 AND state_us = $2 AND "
            "number = $3",
            state, record.state_time, record.number) &&
      Finds(reader,
            "SELECT 1 FROM record INDEXED BY record_due WHERE state = $1 AND due_us = $2 AND "
            "number = $3",
            state, TimeOrNever(ledger::EarliestDue(record.terms)), record.number) &&
      Finds(reader,
            "SELECT 1 FROM record INDEXED BY record_due_of WHERE state = $1 AND department = $2 "
            "AND due_us = $3 AND number = $4",
            state, std::string_view(record.department),
            TimeOrNever(ledger::EarliestDue(record.terms)), record.number) &&
      IsListedToNotify(reader, record) &&
      Finds(reader,
            "SELECT 1 FROM record INDEXED BY record_creator WHERE creator = $1 AND number = $2",
            record.creator.text(), record.number) &&
      (record.corrects.empty() ||
       Finds(reader,
             "SELECT 1 FROM record INDEXED BY record_corrects WHERE corrects = $1 AND corrects <> "
             "'' AND number = $2",
             record.corrects.text(), record.number)) &&
      (!record.form_number.IsGiven() ||
       Finds(reader,
             "SELECT 1 FROM record INDEXED BY record_form WHERE department = $1 AND form_year = $2 "
             "AND form_number = $3 AND form_year > 0 AND number = $4",
             std::string_view(record.department), std::int64_t{record.form_number.year},
             std::int64_t{record.form_number.number}, record.number));
  if (!found) Corrupt("an index of the records does not have " + name);
}

}  // namespace

bool SqliteLogCheck::CheckMore() try {
  return WithPortErrors([this] {
    const sql::ReadLease reader = connections_.Lease({});
    if (entries_are_checked_) return CheckRecords(*reader);
    entries_are_checked_ = !CheckEntries(*reader);
    return true;
  });
} catch (const sql::DiskError& failure) {
  throw ledger::StoreDamaged(failure.what());
}

bool SqliteLogCheck::CheckEntries(sql::Connection& reader) {
  const std::uint64_t first = frontier_.size();
  static const std::string kSelect =
      "SELECT " + EntryColumns() + " FROM entry WHERE idx >= $1 ORDER BY idx LIMIT $2";
  sql::Statement& select = reader.Prepare(kSelect);
  for (select.Query(first, kEntriesAtOnce); select.Step();) {
    const ledger::Sealed sealed = ReadSealed(select);
    const ledger::Entry& entry = sealed.entry;
    const std::string name = EntryName(entry.index);
    if (ToNumber(entry.index) != frontier_.size()) Corrupt("the log has a gap before " + name);
    if (entry.time < newest_time_) Corrupt("the time of " + name + " goes back");
    newest_time_ = entry.time;
    if (!IsRowOf(select, sealed)) Corrupt("the columns of " + name + " are not what it says");
    CheckIndexes(reader, entry, name);
    CheckChain(reader, entry, name);
    CheckPolicy(reader, entry);
    if (entry.action == Action::kCreate &&
        !Finds(reader, "SELECT 1 FROM record WHERE number = $1", entry.index)) {
      Corrupt("no record of " + entry.subject.Name());
    }
    frontier_.Append(sealed.hash, [&](merkle::NodeId node, const merkle::Hash& hash) {
      if (SelectNode(reader, node) != hash) Corrupt("a node of the tree over " + name + " differs");
    });
  }
  if (frontier_.size() > first) return true;
  CheckTree(reader, frontier_);
  CheckPolicyFiles(reader);
  return false;
}

bool SqliteLogCheck::CheckRecords(sql::Connection& reader) {
  static const std::string kSelect =
      "SELECT " + RecordColumns() + " FROM record WHERE number > $1 ORDER BY number LIMIT $2";
  std::vector<ledger::Record> records;
  sql::Statement& select = reader.Prepare(kSelect);
  for (select.Query(last_number_, kRecordsAtOnce); select.Step();) {
    records.push_back(ReadRecord(select));
  }
  for (const ledger::Record& record : records) {
    CheckRecord(reader, record);
    last_number_ = static_cast<std::int64_t>(record.number);
    ++records_;
  }
  return !records.empty();
}

}  // namespace gongkai::workflow
