#include "services/lib/sql/statement.h"

#include <sqlite3.h>

#include <charconv>

#include "services/lib/sql/error.h"

namespace gongkai::sql {
namespace {

constexpr std::size_t kMaxParameters = 1000;

// A null pointer would be bound as NULL.
const char* DataOf(std::string_view view) { return view.data() == nullptr ? "" : view.data(); }

// SQLite takes "$2" as a name and numbers parameters as they appear; we mean the number.
std::vector<int> IndexesOf(sqlite3_stmt* statement) {
  std::vector<int> indexes;
  for (int index = 1; index <= sqlite3_bind_parameter_count(statement); ++index) {
    const char* name = sqlite3_bind_parameter_name(statement, index);
    const std::string_view digits = name == nullptr ? "" : std::string_view(name).substr(1);
    std::size_t number = 0;
    const auto [end, error] = std::from_chars(digits.begin(), digits.end(), number);
    if (name == nullptr || *name != '$' || error != std::errc() || end != digits.end() ||
        number == 0 || number > kMaxParameters) {
      throw Error(SQLITE_RANGE,
                  std::string("parameters are $1, $2, …, in: ") + sqlite3_sql(statement));
    }
    if (indexes.size() < number) indexes.resize(number);
    indexes[number - 1] = index;
  }
  return indexes;
}

}  // namespace

// The C interface rather than SQLite::Statement, which copies text when it is bound and counts
// references for each column that is read.
Statement::Statement(sqlite3* connection, std::string_view sql, bool kept) {
  sqlite3_stmt* statement = nullptr;
  const char* tail = nullptr;
  const int code = sqlite3_prepare_v3(connection, DataOf(sql), static_cast<int>(sql.size()),
                                      kept ? SQLITE_PREPARE_PERSISTENT : 0, &statement, &tail);
  if (code != SQLITE_OK) Throw(code, connection, sql);
  statement_.reset(statement);
  sql.remove_prefix(static_cast<std::size_t>(tail - sql.data()));
  if (statement == nullptr || sql.find_first_not_of(" \n") != sql.npos) {
    throw Error(SQLITE_MISUSE, "not one statement, rest: " + std::string(sql));
  }
  indexes_ = IndexesOf(statement);
}

void Statement::Finalize::operator()(sqlite3_stmt* statement) const {
  sqlite3_finalize(statement);  // its result repeats the error of the last Step
}

void Statement::Bind(int position, std::int64_t value) {
  Check(sqlite3_bind_int64(statement_.get(), IndexOf(position), value));
}

void Statement::Bind(int position, std::string_view text) {
  Check(sqlite3_bind_text64(statement_.get(), IndexOf(position), DataOf(text), text.size(),
                            SQLITE_STATIC, SQLITE_UTF8));
}

void Statement::BindBlob(int position, std::string_view bytes) {
  Check(sqlite3_bind_blob64(statement_.get(), IndexOf(position), DataOf(bytes), bytes.size(),
                            SQLITE_STATIC));
}

void Statement::Bind(int position, base::Time time) { Bind(position, base::ToMicros(time)); }

void Statement::BindNull(int position) {
  Check(sqlite3_bind_null(statement_.get(), IndexOf(position)));
}

bool Statement::Step() {
  const int code = sqlite3_step(statement_.get());
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) {
    sqlite3_reset(statement_.get());
    return false;
  }
  try {
    Check(code);
  } catch (...) {
    sqlite3_reset(statement_.get());
    throw;
  }
  return false;
}

void Statement::Reset() { sqlite3_reset(statement_.get()); }

void Statement::Clear() { sqlite3_clear_bindings(statement_.get()); }

std::int64_t Statement::Int(int column) const {
  return sqlite3_column_int64(statement_.get(), column);
}

base::Time Statement::Time(int column) const { return base::FromMicros(Int(column)); }

std::string_view Statement::Text(int column) const {
  const unsigned char* text = sqlite3_column_text(statement_.get(), column);
  if (text == nullptr) return {};
  return {reinterpret_cast<const char*>(text),
          static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column))};
}

std::string_view Statement::Blob(int column) const {
  const void* bytes = sqlite3_column_blob(statement_.get(), column);
  if (bytes == nullptr) return {};
  return {static_cast<const char*>(bytes),
          static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column))};
}

bool Statement::IsNull(int column) const {
  return sqlite3_column_type(statement_.get(), column) == SQLITE_NULL;
}

int Statement::IndexOf(int position) const {
  const auto i = static_cast<std::size_t>(position) - 1;
  return i < indexes_.size() ? indexes_[i] : 0;  // SQLite refuses index 0
}

void Statement::Check(int code) const {
  if (code == SQLITE_OK) return;
  Throw(code, sqlite3_db_handle(statement_.get()), sqlite3_sql(statement_.get()));
}

}  // namespace gongkai::sql
