// The storage engines under the ledger. Each engine must pass every test of this folder.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <memory>
#include <ostream>
#include <string>

#include "services/workflow/store/sqlite/sqlite_engine.h"

namespace gongkai::conformance {

// One engine. To add an engine, add it to kEngines.
struct EngineCase {
  const char* name;
  // Opens the log in this directory, which is empty at first. A log that was closed, or whose process
  // has ended, can be opened again.
  std::unique_ptr<workflow::Engine> (*open)(const std::filesystem::path& directory);
};
inline void PrintTo(const EngineCase& engine, std::ostream* out) { *out << engine.name; }

inline std::unique_ptr<workflow::Engine> OpenSqlite(const std::filesystem::path& directory) {
  return workflow::OpenSqlite(directory / "ledger.db");
}

inline constexpr EngineCase kEngines[] = {{"Sqlite", OpenSqlite}};

// For INSTANTIATE_TEST_SUITE_P.
inline std::string NameOfEngine(const testing::TestParamInfo<EngineCase>& engine) {
  return engine.param.name;
}

}  // namespace gongkai::conformance
