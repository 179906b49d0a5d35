// Is the file still what was written? SQLite's own checks of its pages, rows and indexes.
#pragma once

#include <filesystem>
#include <stop_token>
#include <string>
#include <vector>

namespace gongkai::storage {

// Each finding, one a line; none if the file is sound. Opens the file for itself, reading only, so
// it may run beside everything else, in any thread.
//
// Uses at most the fraction `duty` (0 to 1) of one core, on the average: SQLite lets itself be held
// up while it compares rows and indexes, but not while it walks the tree of pages, about 0.3 s per
// GB. While it runs the write-ahead log cannot be emptied and grows.
//
// When `stop` is requested it soon returns with what it has found so far.
std::vector<std::string> CheckIntegrity(const std::filesystem::path& file, double duty,
                                        std::stop_token stop);

// At once and without comparing indexes with their tables: fit for a start, on small files.
std::vector<std::string> QuickCheck(const std::filesystem::path& file);

}  // namespace gongkai::storage
