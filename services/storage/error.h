// What a database throws. None of these is an answer to a caller of the API: a constraint that
// fails is a bug or a lost race that the store turns into an error of its own, the others are a
// failing disk, a damaged file, or a query that was stopped.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

struct sqlite3;

namespace gongkai::storage {

class Error : public std::runtime_error {
 public:
  Error(int code, const std::string& message) : std::runtime_error(message), code_(code) {}

  int code() const { return code_; }  // SQLite's extended result code

 private:
  int code_;
};

// A constraint or a trigger of the schema refused the change. The transaction stands and can go on,
// unless the rule is one that rolls it back.
class ConstraintError : public Error {
  using Error::Error;
};

// The deadline of the read passed, or somebody asked the check to stop.
class QueryTimeout : public Error {
  using Error::Error;
};

// The file is damaged, or is no database; or a store found that its rows contradict each other.
class CorruptError : public Error {
 public:
  using Error::Error;
  explicit CorruptError(const std::string& message);
};

// The disk failed. If it was Commit that threw, whether the transaction is on disk is unknown until
// the file is opened again.
class DiskError : public Error {
  using Error::Error;
};

// The disk, or the quota of its user, is full. The outcome is known: the transaction is not on disk
// and, once rolled back, everything may be done again.
class DiskFullError : public Error {
  using Error::Error;
};

// The file is sound, but this program may not serve it: another process does, or its schema is not
// the one the program knows. The message says which, and what to do.
class OpenError : public Error {
 public:
  using Error::Error;
  explicit OpenError(const std::string& message);
};

// Throws the kind of Error that `code` means.
[[noreturn]] void Throw(int code, const std::string& message);
// The same with the message of `connection`, whose last call failed while `doing` this.
[[noreturn]] void Throw(int code, sqlite3* connection, std::string_view doing);

}  // namespace gongkai::storage
