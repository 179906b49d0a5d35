#include "services/workflow/store/sqlite/record_columns.h"

#include <array>
#include <cstdint>
#include <deque>
#include <functional>
#include <limits>
#include <optional>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "services/lib/sql/error.h"
#include "services/workflow/store/sqlite/lists.h"
#include "workflow/base/digest.h"
#include "workflow/base/entry_index.h"
#include "workflow/base/time.h"

namespace gongkai::workflow {
namespace {

using ledger::Record;
using sql::Statement;

// One place of a statement, $1, $2 …; keeps what is made for it.
class Binder {
 public:
  explicit Binder(Statement& statement) : statement_(statement) {}

  void Number(std::uint64_t value) {
    statement_.Bind(++position_, static_cast<std::int64_t>(value));
  }
  void Number(std::int64_t value) { statement_.Bind(++position_, value); }
  void Day(std::optional<ledger::Day> day) {
    if (day) return Number(std::int64_t{day->time_since_epoch().count()});
    statement_.BindNull(++position_);
  }
  void Time(base::Time value) { statement_.Bind(++position_, value); }
  void Text(std::string_view value) { statement_.Bind(++position_, value); }
  void Blob(std::string_view value) { statement_.BindBlob(++position_, value); }
  void Made(std::string value) { Text(made_.emplace_back(std::move(value))); }
  void MadeBlob(std::string value) { Blob(made_.emplace_back(std::move(value))); }
  void Digest(const std::optional<base::Digest>& digest) {
    if (digest) return Blob(digest->view());
    statement_.BindNull(++position_);
  }

 private:
  Statement& statement_;
  int position_ = 0;
  std::deque<std::string> made_;
};

// When a column changes. Writing one again writes its indexes again, changed or not.
enum class Changes : std::uint8_t {
  kNever,      // settled by CREATE
  kWithState,  // with the state only
  kAnyTime,
};

struct Column {
  std::string_view name;
  std::string_view type;
  Changes changes;
  void (*bind)(Binder&, const Record&);
  void (*read)(const Statement&, int, Record&);
  std::string_view constraint = "NOT NULL";
  std::string_view key = {};  // in place of the constraint in the table of records; empty: none
  int since = 1;              // the migration that adds the column
};

// Returns the column as one that a later migration adds. `constraint` says which value the rows
// have that are there already.
constexpr Column Since(int migration, std::string_view constraint, Column column) {
  column.since = migration;
  column.constraint = constraint;
  return column;
}

// Returns the column as a key of the table of records.
constexpr Column AsKey(Column column, std::string_view key) {
  column.key = key;
  return column;
}

template <auto Member>
constexpr Column NumberColumn(std::string_view name, Changes changes) {
  return {name, "INTEGER", changes,
          [](Binder& to, const Record& record) {
            to.Number(static_cast<std::uint64_t>(record.*Member));
          },
          [](const Statement& row, int i, Record& record) {
            using Value = std::remove_reference_t<decltype(record.*Member)>;
            if constexpr (std::is_enum_v<Value>) {
              record.*Member = ReadEnum<Value>(row.Int(i));
            } else {
              record.*Member = static_cast<Value>(row.Int(i));
            }
          }};
}

template <auto Member>
constexpr Column IndexColumn(std::string_view name, Changes changes) {
  return {name, "INTEGER", changes,
          [](Binder& to, const Record& record) { to.Number(ToNumber(record.*Member)); },
          [](const Statement& row, int i, Record& record) {
            record.*Member = base::EntryIndex{static_cast<std::uint64_t>(row.Int(i))};
          }};
}

template <auto Member>
constexpr Column TimeColumn(std::string_view name, Changes changes) {
  return {name, "INTEGER", changes,
          [](Binder& to, const Record& record) { to.Time(record.*Member); },
          [](const Statement& row, int i, Record& record) { record.*Member = row.Time(i); }};
}

template <auto Member>
constexpr Column TextColumn(std::string_view name, Changes changes) {
  return {name, "TEXT", changes, [](Binder& to, const Record& record) { to.Text(record.*Member); },
          [](const Statement& row, int i, Record& record) { record.*Member = row.Text(i); }};
}

// The id of a report or of whoever acts.
template <auto Member>
constexpr Column IdColumn(std::string_view name, Changes changes) {
  return {name, "TEXT", changes,
          [](Binder& to, const Record& record) { to.Text((record.*Member).text()); },
          [](const Statement& row, int i, Record& record) {
            using Id = std::remove_reference_t<decltype(record.*Member)>;
            record.*Member = Id(row.Text(i));
          }};
}

template <auto Member>
constexpr Column HashColumn(std::string_view name, Changes changes) {
  return {
      name, "BLOB", changes,
      [](Binder& to, const Record& record) { to.Blob(ViewOf(record.*Member)); },
      [](const Statement& row, int i, Record& record) { record.*Member = ReadHash(row.Blob(i)); }};
}

template <auto Member>
constexpr Column DigestColumn(std::string_view name, Changes changes) {
  return {name, "BLOB", changes,
          [](Binder& to, const Record& record) { to.Blob((record.*Member).view()); },
          [](const Statement& row, int i, Record& record) {
            record.*Member = ReadDigest(row.Blob(i));
          }};
}

// An earlier content of the record; NULL if there is none. No bytes stand for the one that it has
// now, as is mostly so; the column `content` comes before.
template <auto Member>
constexpr Column EarlierContentColumn(std::string_view name) {
  return {name,
          "BLOB",
          Changes::kAnyTime,
          [](Binder& to, const Record& record) {
            if (record.*Member == record.content) return to.Blob("");
            to.Digest(record.*Member);
          },
          [](const Statement& row, int i, Record& record) {
            if (row.IsNull(i)) return;
            record.*Member = row.Blob(i).empty() ? record.content : ReadDigest(row.Blob(i));
          },
          ""};
}

// A list in one value; see lists.h.
template <auto Member, auto Write, auto Read>
constexpr Column ListColumn(std::string_view name) {
  return {name, "TEXT", Changes::kAnyTime,
          [](Binder& to, const Record& record) { to.Made(Write(record.*Member)); },
          [](const Statement& row, int i, Record& record) { record.*Member = Read(row.Text(i)); }};
}

// The same with digests in it, which are no text.
template <auto Member, auto Write, auto Read>
constexpr Column DigestListColumn(std::string_view name) {
  return {name, "BLOB", Changes::kAnyTime,
          [](Binder& to, const Record& record) { to.MadeBlob(Write(record.*Member)); },
          [](const Statement& row, int i, Record& record) { record.*Member = Read(row.Blob(i)); }};
}

// The attribute that was submitted. 0 stands for the one that the record has now, as is mostly so
// and always was before the migration; the column `disclosure` comes before.
constexpr Column kProposed{"proposed", "INTEGER", Changes::kAnyTime,
                           [](Binder& to, const Record& record) {
                             const bool same = record.proposed == record.disclosure;
                             to.Number(same ? 0 : static_cast<std::int64_t>(record.proposed));
                           },
                           [](const Statement& row, int i, Record& record) {
                             const auto proposed = ReadEnum<ledger::Disclosure>(row.Int(i));
                             const bool same = proposed == ledger::Disclosure::kNone;
                             record.proposed = same ? record.disclosure : proposed;
                           }};

// The year and the number of the review form.
constexpr Column kFormYear{
    "form_year", "INTEGER", Changes::kAnyTime,
    [](Binder& to, const Record& record) { to.Number(std::int64_t{record.form_number.year}); },
    [](const Statement& row, int i, Record& record) {
      record.form_number.year = static_cast<std::int32_t>(row.Int(i));
    }};
constexpr Column kFormNumber{
    "form_number", "INTEGER", Changes::kAnyTime,
    [](Binder& to, const Record& record) { to.Number(std::int64_t{record.form_number.number}); },
    [](const Statement& row, int i, Record& record) {
      record.form_number.number = static_cast<std::uint32_t>(row.Int(i));
    }};

// The newest entry that is not of the clock. No bytes stand for the newest of all, as is mostly so
// and always was before the migration; the column `head_hash` comes before.
constexpr Column kActHash{"act_hash", "BLOB", Changes::kAnyTime,
                          [](Binder& to, const Record& record) {
                            const bool same = record.act_hash == record.head_hash;
                            to.Blob(same ? std::string_view() : ViewOf(record.act_hash));
                          },
                          [](const Statement& row, int i, Record& record) {
                            const std::string_view hash = row.Blob(i);
                            record.act_hash = hash.empty() ? record.head_hash : ReadHash(hash);
                          }};

// The day on which the document was formed, in days since 1970; NULL: not given.
constexpr Column kFormed{"formed_day", "INTEGER", Changes::kAnyTime,
                         [](Binder& to, const Record& record) { to.Day(record.formed); },
                         [](const Statement& row, int i, Record& record) {
                           if (row.IsNull(i)) return;
                           record.formed = ledger::Day(std::chrono::days(row.Int(i)));
                         }};

// Throws CorruptError unless the column holds the time.
void CheckTime(std::int64_t number, std::optional<base::Time> time) {
  if (number != TimeOrNever(time)) throw sql::CorruptError("a due time of a record is not its own");
}

// Two columns for the indexes of lists. They say what `terms` says, which comes before.
constexpr Column kDue{"due_us", "INTEGER", Changes::kWithState,
                      [](Binder& to, const Record& record) {
                        const auto due = ledger::EarliestDue(record.terms);
                        to.Number(TimeOrNever(due));
                      },
                      [](const Statement& row, int i, Record& record) {
                        CheckTime(row.Int(i), ledger::EarliestDue(record.terms));
                      }};
constexpr Column kNotify{"notify_us", "INTEGER", Changes::kWithState,
                         [](Binder& to, const Record& record) {
                           const auto next = ledger::NextNotice(record.terms);
                           to.Number(TimeOrNever(next));
                         },
                         [](const Statement& row, int i, Record& record) {
                           CheckTime(row.Int(i), ledger::NextNotice(record.terms));
                         }};

constexpr std::string_view kNever = "NOT NULL DEFAULT 9223372036854775807";
static_assert(kNeverDue == std::numeric_limits<std::int64_t>::max());
constexpr std::string_view kNoBytes = "NOT NULL DEFAULT x''";
constexpr std::string_view kNoNumber = "NOT NULL DEFAULT 0";
constexpr std::string_view kNoText = "NOT NULL DEFAULT ''";

// The one list of the columns. Each migration makes or adds those that are marked with its number;
// what a migration does is frozen once it is released.
constexpr auto kColumns = std::to_array<Column>({
    AsKey(IndexColumn<&Record::number>("number", Changes::kNever), "PRIMARY KEY"),
    AsKey(IdColumn<&Record::id>("id", Changes::kNever), "NOT NULL UNIQUE"),
    NumberColumn<&Record::state>("state", Changes::kWithState),
    NumberColumn<&Record::sequence>("sequence", Changes::kAnyTime),
    IndexColumn<&Record::head>("head", Changes::kAnyTime),
    HashColumn<&Record::head_hash>("head_hash", Changes::kAnyTime),
    NumberColumn<&Record::last_action>("last_action", Changes::kAnyTime),
    IdColumn<&Record::last_actor>("last_actor", Changes::kAnyTime),
    TextColumn<&Record::department>("department", Changes::kNever),
    IdColumn<&Record::creator>("creator", Changes::kNever),
    DigestColumn<&Record::content>("content", Changes::kAnyTime),
    DigestListColumn<&Record::parts, WriteDigests, ReadDigests>("parts"),
    EarlierContentColumn<&Record::submitted>("submitted"),
    EarlierContentColumn<&Record::passed>("passed"),
    NumberColumn<&Record::disclosure>("disclosure", Changes::kAnyTime),
    DigestListColumn<&Record::approvals, WriteApprovals, ReadApprovals>("approvals"),
    ListColumn<&Record::contributors, WriteActors, ReadActors>("contributors"),
    IdColumn<&Record::claimed_by>("claimed_by", Changes::kAnyTime),
    TimeColumn<&Record::claim_until>("claim_until_us", Changes::kAnyTime),
    ListColumn<&Record::claimants, WriteClaimants, ReadClaimants>("claimants"),
    IdColumn<&Record::corrects>("corrects", Changes::kNever),
    IdColumn<&Record::superseded_by>("superseded_by", Changes::kAnyTime),
    TimeColumn<&Record::planned_time>("planned_us", Changes::kAnyTime),
    TextColumn<&Record::comment>("comment", Changes::kAnyTime),
    TimeColumn<&Record::create_time>("create_us", Changes::kNever),
    TimeColumn<&Record::update_time>("update_us", Changes::kAnyTime),
    TimeColumn<&Record::state_time>("state_us", Changes::kWithState),
    TimeColumn<&Record::submit_time>("submit_us", Changes::kAnyTime),
    TimeColumn<&Record::publish_time>("publish_us", Changes::kAnyTime),
    Since(2, kNoNumber, kProposed),
    Since(2, kNoText, TextColumn<&Record::disclosure_reason>("decision", Changes::kAnyTime)),
    Since(2, kNoNumber, kFormYear),
    Since(2, kNoNumber, kFormNumber),
    Since(2, kNoText, ListColumn<&Record::co_issuers, WriteLines, ReadLines>("co_issuers")),
    Since(3, kNoBytes, kActHash),
    Since(3, "", kFormed),
    Since(3, kNoText, ListColumn<&Record::terms, WriteTerms, ReadTerms>("terms")),
    Since(3, kNoText, ListColumn<&Record::stops, WriteStops, ReadStops>("stops")),
    Since(3, kNever, kDue),
    Since(3, kNever, kNotify),
    Since(5, kNoText,
          ListColumn<&Record::leak_review, WriteLeakReview, ReadLeakReview>("leak_review")),
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
constexpr auto kPair = [](const std::string& name, const std::string& parameter) {
  return name + " = " + parameter;
};

// Returns the statement that writes the columns which change at `least` this often, where the
// others are as they are stored.
std::string Update(Changes least) {
  const auto changes = [least](const Column& column) { return column.changes >= least; };
  return "UPDATE OR ROLLBACK record SET " + Join(", ", changes, kPair) + " WHERE " +
         Join(" AND ", std::not_fn(changes), kPair);
}

// Returns whether the statement changed a row.
bool RunWith(sql::Connection& connection, const std::string& sql, const Record& record) {
  Statement& statement = connection.Prepare(sql);
  statement.Reset();
  Binder binder(statement);
  for (const Column& column : kColumns) column.bind(binder, record);
  while (statement.Step()) {
  }
  return connection.Changes() > 0;
}

}  // namespace

std::int64_t TimeOrNever(std::optional<base::Time> time) {
  return time ? base::ToMicros(*time) : kNeverDue;
}

const std::string& RecordColumns() {
  static const std::string kNames =
      Join(", ", kAll, [](const std::string& name, const std::string&) { return name; });
  return kNames;
}

std::string RecordDeclarations(RecordTable table) {
  std::string out;
  for (const Column& column : kColumns) {
    if (column.since != 1) continue;
    const bool is_key = table == RecordTable::kRecord && !column.key.empty();
    const std::string_view constraint = is_key ? column.key : column.constraint;
    if (!out.empty()) out += ",\n";
    out.append("  ").append(column.name).append(" ").append(column.type);
    if (!constraint.empty()) out.append(" ").append(constraint);
  }
  return out;
}

std::string RecordAdditions(int migration) {
  std::string out;
  for (const std::string_view table : {"record", "kept_record"}) {
    for (const Column& column : kColumns) {
      if (column.since != migration) continue;
      out.append("ALTER TABLE ").append(table).append(" ADD COLUMN ").append(column.name);
      out.append(" ").append(column.type).append(" ").append(column.constraint).append(";\n");
    }
  }
  return out;
}

ledger::Record ReadRecord(const Statement& row) {
  Record record;
  for (std::size_t i = 0; i < kColumns.size(); ++i)
    kColumns[i].read(row, static_cast<int>(i), record);
  return record;
}

void KeepRecord(sql::Connection& connection, const Record& record) {
  static const std::string kKeep = "INSERT OR ROLLBACK INTO kept_record (" + RecordColumns() +
                                   ") SELECT " + RecordColumns() + " FROM record WHERE number = $1";
  connection.Prepare(kKeep).Run(record.number);
}

void StoreRecord(sql::Connection& connection, const Record& record) {
  static const std::string kInsert =
      "INSERT OR ROLLBACK INTO record (" + RecordColumns() + ") VALUES (" +
      Join(", ", kAll, [](const std::string&, const std::string& parameter) { return parameter; }) +
      ")";
  static const std::string kUpdateInState = Update(Changes::kAnyTime);
  static const std::string kUpdate = Update(Changes::kWithState);
  const bool is_new = record.head == record.number;
  const bool entered_state = record.state_time == record.update_time;
  if (!is_new && !entered_state && RunWith(connection, kUpdateInState, record)) return;
  if (!is_new && RunWith(connection, kUpdate, record)) return;
  RunWith(connection, kInsert, record);
}

}  // namespace gongkai::workflow
