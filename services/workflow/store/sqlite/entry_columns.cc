#include "services/workflow/store/sqlite/entry_columns.h"

#include <array>
#include <cstdint>
#include <string_view>

#include "services/workflow/store/sqlite/lists.h"
#include "workflow/base/time.h"

namespace gongkai::workflow {
namespace {

using sql::Statement;

// What the columns are made of.
struct Source {
  const ledger::Sealed& sealed;
  const std::string subject;  // by name
};

struct Column {
  std::string_view name;
  std::string_view declaration;
  void (*bind)(Statement&, int position, const Source&);
  bool (*agrees)(const Statement& row, int i, const Source&);
};

template <auto Number>
constexpr Column NumberColumn(std::string_view name, std::string_view declaration) {
  return {name, declaration,
          [](Statement& to, int position, const Source& source) {
            to.Bind(position, static_cast<std::int64_t>(Number(source.sealed.entry)));
          },
          [](const Statement& row, int i, const Source& source) {
            return row.Int(i) == static_cast<std::int64_t>(Number(source.sealed.entry));
          }};
}

template <auto Text>
constexpr Column TextColumn(std::string_view name) {
  return {
      name, "TEXT NOT NULL",
      [](Statement& to, int position, const Source& source) { to.Bind(position, Text(source)); },
      [](const Statement& row, int i, const Source& source) {
        return row.Text(i) == Text(source);
      }};
}

template <auto Blob>
constexpr Column BlobColumn(std::string_view name) {
  return {name, "BLOB NOT NULL",
          [](Statement& to, int position, const Source& source) {
            to.BindBlob(position, Blob(source.sealed));
          },
          [](const Statement& row, int i, const Source& source) {
            return row.Blob(i) == Blob(source.sealed);
          }};
}

// NULL, which is in no index, if there is none.
constexpr Column RequestColumn(std::string_view name) {
  return {name, "TEXT",
          [](Statement& to, int position, const Source& source) {
            const std::string& request_id = source.sealed.entry.request_id;
            if (request_id.empty()) return to.BindNull(position);
            to.Bind(position, request_id);
          },
          [](const Statement& row, int i, const Source& source) {
            const std::string& request_id = source.sealed.entry.request_id;
            return row.IsNull(i) == request_id.empty() && row.Text(i) == request_id;
          }};
}

using ledger::Entry;
using ledger::Sealed;

constexpr std::string_view kNumber = "INTEGER NOT NULL";
constexpr auto kColumns = std::to_array<Column>({
    NumberColumn<[](const Entry& entry) { return entry.index; }>("idx", "INTEGER PRIMARY KEY"),
    BlobColumn<[](const Sealed& sealed) { return std::string_view(sealed.bytes); }>("bytes"),
    BlobColumn<[](const Sealed& sealed) { return ViewOf(sealed.hash); }>("hash"),
    TextColumn<[](const Source& source) { return std::string_view(source.subject); }>("subject"),
    NumberColumn<[](const Entry& entry) { return entry.sequence; }>("sequence", kNumber),
    TextColumn<[](const Source& source) {
      return std::string_view(source.sealed.entry.actor.text());
    }>("actor"),
    NumberColumn<[](const Entry& entry) { return entry.action; }>("action", kNumber),
    NumberColumn<[](const Entry& entry) { return entry.to; }>("to_state", kNumber),
    NumberColumn<[](const Entry& entry) { return base::ToMicros(entry.time); }>("time_us", kNumber),
    RequestColumn("request_id"),
});

std::string WriteInsert() {
  std::string parameters;
  for (std::size_t i = 1; i <= kColumns.size(); ++i) {
    parameters += (i == 1 ? "$" : ", $") + std::to_string(i);
  }
  return "INSERT OR ROLLBACK INTO entry (" + EntryColumns() + ") VALUES (" + parameters + ")";
}

}  // namespace

std::string EntryDeclarations() {
  std::string out;
  for (const Column& column : kColumns) {
    if (!out.empty()) out += ",\n";
    out.append("  ").append(column.name).append(" ").append(column.declaration);
  }
  return out;
}

const std::string& EntryColumns() {
  static const std::string kNames = [] {
    std::string out;
    for (const Column& column : kColumns) out.append(out.empty() ? "" : ", ").append(column.name);
    return out;
  }();
  return kNames;
}

void InsertEntry(sql::Connection& connection, const ledger::Sealed& sealed) {
  static const std::string kInsert = WriteInsert();
  const Source source{.sealed = sealed, .subject = sealed.entry.subject.Name()};
  Statement& insert = connection.Prepare(kInsert);
  insert.Reset();
  int position = 0;
  for (const Column& column : kColumns) column.bind(insert, ++position, source);
  while (insert.Step()) {
  }
}

bool IsRowOf(const Statement& row, const ledger::Sealed& sealed) {
  const Source source{.sealed = sealed, .subject = sealed.entry.subject.Name()};
  int i = 0;
  for (const Column& column : kColumns) {
    if (!column.agrees(row, i++, source)) return false;
  }
  return true;
}

}  // namespace gongkai::workflow
