// What a bad disk does to intake.db.
#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include <filesystem>
#include <string>

namespace gongkai {

// Changes the bytes of one content, or of the body of one.
inline void DamageContent(const std::filesystem::path& data, const std::string& sha256,
                          const std::string& table = "content") {
  SQLite::Database database((data / "intake.db").string(), SQLite::OPEN_READWRITE, 5000);
  const std::string trigger =
      database
          .execAndGet("SELECT sql FROM sqlite_schema WHERE name = '" + table + "_is_never_changed'")
          .getString();
  database.exec("DROP TRIGGER " + table + "_is_never_changed");
  database.exec("UPDATE " + table + " SET bytes = x'00' WHERE sha256 = x'" + sha256 + "'");
  database.exec(trigger);
}

}  // namespace gongkai
