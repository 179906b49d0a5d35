// A prepared SQL statement.
#pragma once

#include <concepts>
#include <cstdint>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "workflow/base/time.h"

struct sqlite3;
struct sqlite3_stmt;

namespace gongkai::sql {

// Marks bytes that are bound as a blob. A plain string_view is bound as text.
struct Bytes {
  std::string_view view;
};

template <class T>
struct IsOptional : std::false_type {};
template <class T>
struct IsOptional<std::optional<T>> : std::true_type {};

// Is true if T, deduced from an argument, is a temporary that owns its text.
template <class T>
concept OwnsText = std::same_as<std::remove_const_t<T>, std::string> ||
    std::same_as<std::remove_const_t<T>, std::optional<std::string>>;

// Binds parameters to one prepared SQL statement, runs the statement and reads the columns of its
// rows.
//
//   Statement& find = connection.Prepare("SELECT state FROM report WHERE name = $1");
//   for (find.Query(name); find.Step();) use(find.Text(0));
//
// Parameters are $1, $2, … and are bound by number, in whatever order they stand in the text. Text
// and blobs are not copied when bound: the bytes must stay unchanged until the statement has run to
// completion or is reset. What Text and Blob return is valid until the next Step or Reset. One
// thread at a time: the thread that uses the connection.
class Statement {
 public:
  // Compiles `sql`. `kept` hints to SQLite that the statement will be used often. `connection` must
  // outlive this. Throws Error if `sql` does not compile, is not exactly one statement, or has
  // parameters other than $1 to $1000.
  Statement(sqlite3* connection, std::string_view sql, bool kept);

  // Resets the statement and binds the parameters: integers, enumerators, times, text, Bytes,
  // nullptr, or a std::optional of one of these types. A time is stored as its microseconds since
  // 1970. Parameters that are left out are NULL until they are bound. Throws std::out_of_range if
  // an integer is not a signed 64-bit number.
  template <class... Args>
  void Query(Args&&... args) {
    static_assert((!OwnsText<Args> && ...), "the text would be gone before the first Step");
    BindAll(args...);
  }

  // Executes the statement to completion and discards its rows. Binds parameters as Query does.
  template <class... Args>
  void Run(const Args&... args) {
    BindAll(args...);
    while (Step()) {
    }
  }

  // Binds one parameter; `position` counts from 1. Only before the first Step, after a Step that
  // returned false, or after Reset.
  void Bind(int position, std::int64_t value);
  void Bind(int position, std::string_view text);
  void BindBlob(int position, std::string_view bytes);
  void Bind(int position, base::Time time);
  void BindNull(int position);

  // Moves to the next row. Returns false after the last row. Resets the statement when Step returns
  // false or throws. Throws Error if the statement fails.
  bool Step();
  // Ends the run of the statement. The bound values stay.
  void Reset();

  // Returns the value of a column of the current row. Columns count from 0. NULL reads as 0 and as
  // empty.
  std::int64_t Int(int column) const;
  base::Time Time(int column) const;
  std::string_view Text(int column) const;
  std::string_view Blob(int column) const;
  bool IsNull(int column) const;

 private:
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const;
  };

  template <class... Args>
  void BindAll(const Args&... args) {
    Reset();
    if (sizeof...(args) < indexes_.size()) Clear();
    int position = 0;
    (BindValue(++position, args), ...);
  }
  template <class T>
  void BindValue(int position, const T& value);

  // Binds NULL to all parameters.
  void Clear();
  // Returns SQLite's index of parameter $position, or 0 if the text does not have the parameter.
  int IndexOf(int position) const;
  // Throws the Error that stands for `code`, unless `code` is SQLITE_OK.
  void Check(int code) const;

  std::unique_ptr<sqlite3_stmt, Finalize> statement_;
  std::vector<int> indexes_;  // SQLite's index of parameter $(i + 1); 0 if the text has none
};

template <class T>
void Statement::BindValue(int position, const T& value) {
  if constexpr (IsOptional<T>::value) {
    value ? BindValue(position, *value) : BindNull(position);
  } else if constexpr (std::same_as<T, std::nullptr_t>) {
    BindNull(position);
  } else if constexpr (std::same_as<T, Bytes>) {
    BindBlob(position, value.view);
  } else if constexpr (std::same_as<T, base::Time>) {
    Bind(position, value);
  } else if constexpr (std::is_enum_v<T>) {
    BindValue(position, static_cast<std::underlying_type_t<T>>(value));
  } else if constexpr (std::integral<T>) {
    if constexpr (!std::same_as<T, bool>) {
      if (!std::in_range<std::int64_t>(value)) throw std::out_of_range("no 64-bit signed integer");
    }
    Bind(position, static_cast<std::int64_t>(value));
  } else {
    Bind(position, std::string_view(value));
  }
}

}  // namespace gongkai::sql
