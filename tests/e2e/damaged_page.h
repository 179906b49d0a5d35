// Pages of a database that a disk has lost, while a process serves it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace gongkai::e2e {

// The names of all tables and indexes of a database.
std::vector<std::string> TablesAndIndexes(const std::filesystem::path& database);

// While it lives, one page of the database holds nothing but zeros, and no process knows it from
// before. Which: the leaf of the table or index where it begins.
class DamagedPage {
 public:
  // `name` is the table's or the index's.
  DamagedPage(std::filesystem::path database, const std::string& name);
  ~DamagedPage();

  DamagedPage(const DamagedPage&) = delete;
  DamagedPage& operator=(const DamagedPage&) = delete;

 private:
  void Write(const std::string& page) const;

  const std::filesystem::path database_;
  std::streamoff offset_ = 0;
  std::string before_;
};

}  // namespace gongkai::e2e
