// The exceptions that a database throws. None of these exceptions is an answer to a caller of the
// API. A constraint that fails is a bug, or a lost race that the store turns into an error of its
// own. The other causes are a failing disk, a damaged file and a query that was stopped.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

struct sqlite3;

namespace gongkai::sql {

// The base class of all exceptions of a database.
class Error : public std::runtime_error {
 public:
  Error(int code, const std::string& message) : std::runtime_error(message), code_(code) {}

  // Returns SQLite's extended result code.
  int code() const { return code_; }

 private:
  int code_;
};

// A constraint or a trigger of the schema rejected the change. The transaction stays open and may
// continue, unless the broken rule rolls the transaction back.
class ConstraintError : public Error {
  using Error::Error;
};

// The deadline of a read passed while a statement ran, or while the read waited for a connection.
class QueryTimeout : public Error {
  using Error::Error;
};

// The file is damaged or is not a database, or a store found rows that contradict each other.
class CorruptError : public Error {
 public:
  using Error::Error;
  explicit CorruptError(const std::string& message);
};

// The disk failed, or a file could not be opened. If Commit throws this error, the outcome is
// unknown until the file is opened again: the transaction may be on disk or not.
class DiskError : public Error {
  using Error::Error;
};

// The disk is full (ENOSPC). The outcome is known: the transaction is not on disk, and may be
// retried after a rollback. A user's disk quota that is used up (EDQUOT) is a DiskError instead,
// because SQLite reports a failed write.
class DiskFullError : public Error {
  using Error::Error;
};

// This program may not serve the file. Another process serves the file, the schema is not the one
// that the program knows, or a check before serving failed. The message names the cause and the
// remedy.
class OpenError : public Error {
 public:
  using Error::Error;
  explicit OpenError(const std::string& message);
};

// Throws the subclass of Error that stands for SQLite's result `code`, or Error if there is none.
[[noreturn]] void Throw(int code, const std::string& message);
// Throws the same exception with the message of `connection`, whose last call failed. `doing` is
// the SQL that failed, and ends the message.
[[noreturn]] void Throw(int code, sqlite3* connection, std::string_view doing);

}  // namespace gongkai::sql
