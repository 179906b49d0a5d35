// What the tests of the ledger on SQLite need beside the ledger: the file.
#pragma once

#include <filesystem>

#include "services/lib/sql/connection.h"
#include "tests/conformance/ledger_fixture.h"

namespace gongkai::workflow {

inline constexpr conformance::EngineCase kSqlite{"Sqlite", conformance::OpenSqlite};

// Adds the file to a fixture of tests/conformance, such as LedgerFixture.
template <class Fixture>
class OnSqlite : public Fixture {
 protected:
  OnSqlite() : Fixture(kSqlite) {}

  std::filesystem::path File() const { return this->folder_ / "ledger.db"; }

  // Returns a connection beside those of the engine.
  sql::Connection Connect(sql::Connection::Mode mode = sql::Connection::Mode::kReadWrite) const {
    return sql::Connection(File(), mode);
  }
};

}  // namespace gongkai::workflow
