// A directory of its own for a test, gone after it.
#pragma once

#include <stdlib.h>

#include <filesystem>
#include <stdexcept>
#include <string>

namespace gongkai::sql {

class Scratch {
 public:
  Scratch() {
    std::string name = (std::filesystem::temp_directory_path() / "storage_test.XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no scratch directory");
    directory_ = name;
  }
  ~Scratch() { std::filesystem::remove_all(directory_); }

  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;

  std::filesystem::path operator/(std::string_view name) const { return directory_ / name; }

 private:
  std::filesystem::path directory_;
};

}  // namespace gongkai::sql
