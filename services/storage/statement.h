// One prepared SQL statement.
//
// Parameters are $1, $2, … and are bound by their number, in whatever order they stand in the text.
// Text and blobs are not copied when bound: they must stay as they are until the statement has run
// to its end or is Reset. Likewise what Text and Blob return lives until the next Step or Reset.
//
//   Statement& find = connection.Prepare("SELECT state FROM report WHERE name = $1");
//   for (find.Query(name); find.Step();) use(find.Text(0));
//
// A statement belongs to the thread that uses its connection.
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

struct sqlite3;
struct sqlite3_stmt;

namespace gongkai::storage {

// Marks bytes that are bound as a blob, where a plain string_view is bound as text.
struct Bytes {
  std::string_view view;
};

template <class T>
struct IsOptional : std::false_type {};
template <class T>
struct IsOptional<std::optional<T>> : std::true_type {};

// Deduced from an argument: true of a temporary that takes its text with it.
template <class T>
concept OwnsText = std::same_as<std::remove_const_t<T>, std::string> ||
    std::same_as<std::remove_const_t<T>, std::optional<std::string>>;

class Statement {
 public:
  // `sql` must be one statement. `connection` must outlive this.
  Statement(sqlite3* connection, std::string_view sql, bool kept);

  // Starts anew with these parameters: integers, text, Bytes, nullptr, or optional ones of these.
  // Those left out are NULL until they are bound.
  template <class... Args>
  void Query(Args&&... args) {
    static_assert((!OwnsText<Args> && ...), "the text would be gone before the first Step");
    BindAll(args...);
  }

  // The same, then to the end. Rows are passed over.
  template <class... Args>
  void Run(const Args&... args) {
    BindAll(args...);
    while (Step()) {
    }
  }

  // Only before the first Step, or after one that returned false, or after Reset.
  void Bind(int position, std::int64_t value);
  void Bind(int position, std::string_view text);
  void BindBlob(int position, std::string_view bytes);
  void BindNull(int position);

  // Goes to the next row; false after the last one, and the statement is Reset then, as it is when
  // this throws.
  bool Step();
  void Reset();

  // Columns of the current row, from 0. NULL reads as 0 and as empty.
  std::int64_t Int(int column) const;
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

  void Clear();
  int IndexOf(int position) const;
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
  } else if constexpr (std::integral<T>) {
    if constexpr (!std::same_as<T, bool>) {
      if (!std::in_range<std::int64_t>(value)) throw std::out_of_range("no 64-bit signed integer");
    }
    Bind(position, static_cast<std::int64_t>(value));
  } else {
    Bind(position, std::string_view(value));
  }
}

}  // namespace gongkai::storage
