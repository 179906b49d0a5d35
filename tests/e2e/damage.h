// What somebody with access to the disk does behind the services' backs.
#pragma once

#include <filesystem>
#include <string>

namespace gongkai::e2e {

// Changes the byte at `offset`; a second time changes it back.
void FlipByte(const std::filesystem::path& file, std::streamoff offset);

// Runs statements on a SQLite file with its triggers taken down, and puts them up again: its schema
// looks untouched.
void ExecuteUnguarded(const std::filesystem::path& file, const std::string& sql);

// Runs statements on a SQLite file that is in use.
void ExecuteSql(const std::filesystem::path& file, const std::string& sql);

}  // namespace gongkai::e2e
