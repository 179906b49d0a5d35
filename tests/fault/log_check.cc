#include "tests/fault/log_check.h"

#include <gmock/gmock.h>

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string_view>
#include <utility>

#include "services/lib/sql/connection.h"
#include "services/workflow/store/head_check.h"
#include "services/workflow/store/sqlite/sqlite_engine.h"
#include "workflow/base/digest.h"
#include "workflow/base/entry_index.h"
#include "workflow/base/report_id.h"
#include "workflow/machine/table.h"
#include "workflow/merkle/tree.h"

namespace gongkai::fault {
namespace {

using ledger::Sealed;
using machine::Action;

constexpr std::size_t kAll = 100'000'000;

void ExpectTree(ledger::Reader& reader, const std::vector<Sealed>& log) {
  const std::unique_ptr<ledger::TreeSnapshot> tree = reader.ReadTree();
  merkle::Frontier frontier;
  for (const Sealed& sealed : log) {
    EXPECT_EQ(sealed.hash, merkle::LeafHash(sealed.bytes));
    frontier.Append(sealed.hash, [&tree](merkle::NodeId node, const merkle::Hash& hash) {
      EXPECT_EQ(tree->ReadNode(node), hash);
    });
  }
  const merkle::Frontier& stored = tree->frontier();
  EXPECT_EQ(stored.size(), log.size());
  EXPECT_EQ(stored.Root(), frontier.Root());
  EXPECT_THAT(stored.hashes(), testing::ElementsAreArray(frontier.hashes()));
}

// `record` is the fold of the report's entries before.
void ExpectFollows(const ledger::Entry& entry, const ledger::Record& record) {
  SCOPED_TRACE(EntryName(entry.index));
  EXPECT_EQ(entry.from, record.state);
  EXPECT_EQ(entry.previous, record.sequence == 0 ? std::nullopt : std::optional(record.head_hash));
  if (entry.action == Action::kDenied) {
    EXPECT_EQ(entry.to, entry.from);
    EXPECT_EQ(entry.sequence, 0U);
    return;
  }
  EXPECT_EQ(entry.sequence, record.sequence + 1);
  if (machine::IsOfClock(entry.action)) {
    EXPECT_EQ(entry.to, entry.from);
    return;
  }
  const machine::Transition* row = machine::Find(entry.from, entry.action);
  ASSERT_NE(row, nullptr);
  EXPECT_EQ(entry.to, row->to);
  EXPECT_EQ(entry.role, row->role);
  if (entry.action == Action::kPublish) {
    std::set<Action> approvals;
    for (const ledger::Approval& approval : record.approvals) {
      EXPECT_EQ(approval.content, entry.content);
      approvals.insert(approval.action);
    }
    EXPECT_EQ(approvals, (std::set{Action::kApproveLegal, Action::kApproveSecrecy}));
  }
}

std::map<base::ReportId, ledger::Record> Replay(const std::vector<Sealed>& log) {
  std::map<base::ReportId, ledger::Record> records;
  std::uint64_t index = 0;
  for (const Sealed& sealed : log) {
    EXPECT_EQ(ToNumber(sealed.entry.index), index++);
    if (!sealed.entry.subject.IsReport()) continue;  // the policy has neither states nor a record
    ledger::Record& record = records[sealed.entry.subject.Report()];
    ExpectFollows(sealed.entry, record);
    const auto& related = sealed.entry.related;
    ledger::Fold(record, sealed.entry, sealed.hash,
                 related ? &records[related->Report()] : nullptr);
  }
  // A CREATE that was refused leaves an entry, and no record.
  std::erase_if(records, [](const auto& each) { return each.second.sequence == 0; });
  return records;
}

std::map<base::ReportId, ledger::Record> StoredRecords(ledger::Reader& reader) {
  std::map<base::ReportId, ledger::Record> records;
  ledger::RecordQuery query{.viewer = {.roles = machine::Role::kAuditor}, .page_size = 1000};
  do {
    const auto next = reader.ListRecords(query, [&records](const ledger::Record& record) {
      records[record.id] = record;
      return true;
    });
    EXPECT_TRUE(next);
    query.page_token = *next;
  } while (!query.page_token.empty());
  return records;
}

// A change in words, from the log or from what its client was told.
std::string Describe(Action action, machine::State state, const std::string& content,
                     const std::string& request_id, const std::string& etag) {
  std::string out = std::string(machine::ToString(action)) + " -> " +
                    std::string(machine::ToString(state)) + " content " + content;
  return request_id.empty() ? out : out + " request " + request_id + " etag " + etag;
}

std::string Describe(const Sealed& sealed) {
  const ledger::Entry& entry = sealed.entry;
  return Describe(entry.action, entry.to, entry.content.value_or(base::Digest()).ToHex(),
                  entry.request_id, EtagOf(ledger::Record{.act_hash = sealed.hash}));
}

std::string Describe(const Acknowledged& change) {
  return Describe(static_cast<Action>(change.action), static_cast<machine::State>(change.state),
                  change.content_sha256, change.request_id, change.etag);
}

// SQLite's own check of the file: its pages, rows and indexes.
void ExpectIntegrity(const std::filesystem::path& file) {
  sql::Connection connection(file, sql::Connection::Mode::kReadOnly);
  sql::Statement findings = connection.PrepareOnce("PRAGMA integrity_check");
  while (findings.Step()) EXPECT_EQ(findings.Text(0), "ok");
}

}  // namespace

std::vector<Sealed> ReadSoundLog(const std::filesystem::path& data) {
  const std::filesystem::path file = data / "ledger.db";
  const std::unique_ptr<workflow::Engine> engine = workflow::OpenSqlite(file);
  ExpectIntegrity(file);
  ledger::Reader& reader = engine->reader();
  std::vector<Sealed> log = reader.ReadFrom(base::EntryIndex{0}, kAll);
  EXPECT_EQ(workflow::CheckHead(reader).size, log.size());
  ExpectTree(reader, log);

  const std::map<base::ReportId, ledger::Record> folded = Replay(log);
  const std::map<base::ReportId, ledger::Record> stored = StoredRecords(reader);
  EXPECT_EQ(stored.size(), folded.size());
  for (const auto& [report, record] : stored) {
    const auto fold = folded.find(report);
    EXPECT_TRUE(fold != folded.end() && fold->second == record)
        << report.Name() << " is not the fold of its entries";
  }
  return log;
}

void ExpectExactly(const std::vector<Sealed>& log, const std::vector<Acknowledged>& acknowledged) {
  using Changes = std::map<std::string, std::vector<std::string>>;
  Changes happened;
  std::set<std::string> requests;
  for (const Sealed& sealed : log) {
    if (!sealed.entry.subject.IsReport()) continue;  // nobody asks for what is about the policy
    happened[sealed.entry.subject.Name()].push_back(Describe(sealed));
    if (sealed.entry.request_id.empty()) continue;
    EXPECT_TRUE(requests.insert(sealed.entry.request_id).second) << "twice: " << Describe(sealed);
  }
  Changes told;
  std::map<std::string, std::string> newest;  // the etag of each report's newest change
  for (const Acknowledged& change : acknowledged) {
    // A change that changed nothing was answered with what was there, and wrote no entry.
    if (std::exchange(newest[change.report], change.etag) == change.etag) continue;
    told[change.report].push_back(Describe(change));
  }
  for (const auto& [report, changes] : told) EXPECT_EQ(happened[report], changes) << report;
  for (const auto& [report, changes] : happened) {
    EXPECT_TRUE(told.contains(report)) << report << ": nobody asked for " << changes.front();
  }
}

void ExpectPrefixes(const std::vector<Sealed>& log, const std::vector<SeenTree>& seen) {
  std::vector<std::string> roots{merkle::ToHex(merkle::EmptyRoot())};
  merkle::Frontier frontier;
  for (const Sealed& sealed : log) {
    frontier.Append(sealed.hash, [](merkle::NodeId, const merkle::Hash&) {});
    roots.push_back(merkle::ToHex(frontier.Root()));
  }
  for (const SeenTree& tree : seen) {
    ASSERT_LT(tree.size, roots.size()) << "the log was rolled back";
    EXPECT_EQ(tree.root, roots[tree.size]) << "the log was rewritten below " << tree.size;
  }
}

}  // namespace gongkai::fault
