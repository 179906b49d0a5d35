#include "services/lib/sql/error.h"

#include <sqlite3.h>

#include <system_error>

namespace gongkai::sql {

CorruptError::CorruptError(const std::string& message) : Error(SQLITE_CORRUPT, message) {}

OpenError::OpenError(const std::string& message) : Error(SQLITE_ERROR, message) {}

void Throw(int code, const std::string& message) {
  switch (code & 0xff) {  // the rest of an extended code refines it
    case SQLITE_CONSTRAINT:
      throw ConstraintError(code, message);
    case SQLITE_INTERRUPT:
      throw QueryTimeout(code, message);
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      throw CorruptError(code, message);
    case SQLITE_FULL:
      throw DiskFullError(code, message);
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
      throw DiskError(code, message);
    default:
      throw Error(code, message);
  }
}

void Throw(int code, sqlite3* connection, std::string_view doing) {
  std::string message = sqlite3_errmsg(connection);
  message.append(" (SQLite ").append(std::to_string(code)).append(")");
  if (const int os_error = sqlite3_system_errno(connection); os_error != 0) {
    message.append(", system: ").append(std::generic_category().message(os_error));
  }
  message.append(", in: ").append(doing);
  Throw(code, message);
}

}  // namespace gongkai::sql
