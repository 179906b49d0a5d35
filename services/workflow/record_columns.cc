#include "services/workflow/record_columns.h"

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "services/storage/error.h"
#include "services/workflow/lists.h"

namespace gongkai::workflow {
namespace {

using ledger::Record;
using storage::Statement;

// One place of a statement, $1, $2 …; keeps the texts that are made for it.
class Binder {
 public:
  explicit Binder(Statement& statement) : statement_(statement) {}

  void Number(std::uint64_t value) {
    statement_.Bind(++position_, static_cast<std::int64_t>(value));
  }
  void Number(std::int64_t value) { statement_.Bind(++position_, value); }
  void Text(std::string_view value) { statement_.Bind(++position_, value); }
  void Blob(std::string_view value) { statement_.BindBlob(++position_, value); }
  void Made(std::string value) { Text(texts_.emplace_back(std::move(value))); }
  void Hash(const merkle::Hash& hash) { Blob(ViewOf(hash)); }
  void Hash(const std::optional<merkle::Hash>& hash) {
    if (hash) return Hash(*hash);
    statement_.BindNull(++position_);
  }

 private:
  Statement& statement_;
  int position_ = 0;
  std::deque<std::string> texts_;
};

struct Column {
  std::string_view name;
  bool settled;  // by CREATE, for ever
  void (*bind)(Binder&, const Record&);
  void (*read)(const Statement&, int, Record&);
};

constexpr bool kSettled = true;
constexpr bool kChanges = false;

template <auto Member>
constexpr Column NumberColumn(std::string_view name, bool settled) {
  return {name, settled,
          [](Binder& to, const Record& record) {
            to.Number(static_cast<std::uint64_t>(record.*Member));
          },
          [](const Statement& row, int i, Record& record) {
            using Value = std::remove_reference_t<decltype(record.*Member)>;
            record.*Member = static_cast<Value>(row.Int(i));
          }};
}

template <auto Member>
constexpr Column TextColumn(std::string_view name, bool settled) {
  return {name, settled, [](Binder& to, const Record& record) { to.Text(record.*Member); },
          [](const Statement& row, int i, Record& record) { record.*Member = row.Text(i); }};
}

template <auto Member>
constexpr Column HashColumn(std::string_view name, bool settled) {
  return {name, settled, [](Binder& to, const Record& record) { to.Hash(record.*Member); },
          [](const Statement& row, int i, Record& record) {
            if (!row.IsNull(i)) record.*Member = ReadHash(row.Blob(i));
          }};
}

// A list in one text; see lists.h.
template <auto Member, auto Write, auto Read>
constexpr Column ListColumn(std::string_view name) {
  return {name, kChanges, [](Binder& to, const Record& record) { to.Made(Write(record.*Member)); },
          [](const Statement& row, int i, Record& record) { record.*Member = Read(row.Text(i)); }};
}

constexpr auto kColumns = std::to_array<Column>({
    NumberColumn<&Record::number>("number", kSettled),
    TextColumn<&Record::id>("id", kSettled),
    NumberColumn<&Record::state>("state", kChanges),
    NumberColumn<&Record::sequence>("sequence", kChanges),
    NumberColumn<&Record::head>("head", kChanges),
    HashColumn<&Record::head_hash>("head_hash", kChanges),
    NumberColumn<&Record::last_action>("last_action", kChanges),
    TextColumn<&Record::last_actor>("last_actor", kChanges),
    TextColumn<&Record::department>("department", kSettled),
    TextColumn<&Record::creator>("creator", kSettled),
    HashColumn<&Record::content>("content", kChanges),
    ListColumn<&Record::parts, WriteHashes, ReadHashes>("parts"),
    HashColumn<&Record::submitted>("submitted", kChanges),
    HashColumn<&Record::passed>("passed", kChanges),
    NumberColumn<&Record::disclosure>("disclosure", kChanges),
    ListColumn<&Record::approvals, WriteApprovals, ReadApprovals>("approvals"),
    ListColumn<&Record::contributors, WriteLines, ReadLines>("contributors"),
    TextColumn<&Record::claimed_by>("claimed_by", kChanges),
    NumberColumn<&Record::claim_until_us>("claim_until_us", kChanges),
    ListColumn<&Record::claimants, WriteClaimants, ReadClaimants>("claimants"),
    TextColumn<&Record::corrects>("corrects", kSettled),
    TextColumn<&Record::superseded_by>("superseded_by", kChanges),
    NumberColumn<&Record::planned_us>("planned_us", kChanges),
    TextColumn<&Record::comment>("comment", kChanges),
    NumberColumn<&Record::create_us>("create_us", kSettled),
    NumberColumn<&Record::update_us>("update_us", kChanges),
    NumberColumn<&Record::state_us>("state_us", kChanges),
    NumberColumn<&Record::submit_us>("submit_us", kChanges),
    NumberColumn<&Record::publish_us>("publish_us", kChanges),
});

// Returns `text(column, "$n")` of each column for which `wanted` says so, joined by `separator`.
template <class Wanted, class Text>
std::string Join(std::string_view separator, const Wanted& wanted, const Text& text) {
  std::string out;
  for (std::size_t i = 0; i < kColumns.size(); ++i) {
    if (!wanted(kColumns[i])) continue;
    if (!out.empty()) out += separator;
    out += text(std::string(kColumns[i].name), "$" + std::to_string(i + 1));
  }
  return out;
}

constexpr auto kAll = [](const Column&) { return true; };
constexpr auto kIsSettled = [](const Column& column) { return column.settled; };
constexpr auto kMayChange = [](const Column& column) { return !column.settled; };
constexpr auto kPair = [](const std::string& name, const std::string& parameter) {
  return name + " = " + parameter;
};

void RunWith(Statement& statement, const Record& record) {
  statement.Reset();
  Binder binder(statement);
  for (const Column& column : kColumns) column.bind(binder, record);
  while (statement.Step()) {
  }
}

}  // namespace

const std::string& RecordColumns() {
  static const std::string kNames =
      Join(", ", kAll, [](const std::string& name, const std::string&) { return name; });
  return kNames;
}

ledger::Record ReadRecord(const Statement& row) {
  Record record;
  for (std::size_t i = 0; i < kColumns.size(); ++i)
    kColumns[i].read(row, static_cast<int>(i), record);
  return record;
}

void StoreRecord(storage::Connection& connection, const Record& record) {
  // Writing what is settled again would write its indexes again.
  static const std::string kUpdate = "UPDATE OR ROLLBACK record SET " +
                                     Join(", ", kMayChange, kPair) + " WHERE " +
                                     Join(" AND ", kIsSettled, kPair);
  static const std::string kInsert =
      "INSERT OR ROLLBACK INTO record (" + RecordColumns() + ") VALUES (" +
      Join(", ", kAll, [](const std::string&, const std::string& parameter) { return parameter; }) +
      ")";
  RunWith(connection.Prepare(kUpdate), record);
  if (connection.Changes() == 0) RunWith(connection.Prepare(kInsert), record);
}

}  // namespace gongkai::workflow
