// The policy of deploy/, in a file of the test's own, which the test may change while an office runs.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace gongkai::all {

class PolicyOfTheTest {
 public:
  // What stands in the file, and what is to stand there instead.
  using Changes = std::vector<std::pair<std::string, std::string>>;

  explicit PolicyOfTheTest(const std::filesystem::path& folder, const Changes& changes = {})
      : file_(folder / "policy.yaml") {
    std::ifstream in(GONGKAI_SOURCE_DIR "/deploy/policy.yaml");
    std::stringstream text;
    text << in.rdbuf();
    first_ = Changed(text.str(), changes);
    Restore();
  }

  const std::filesystem::path& file() const { return file_; }
  const std::string& text() const { return text_; }

  // Writes the first policy with these changes.
  void Change(const Changes& changes) { Write(Changed(first_, changes)); }
  void Restore() { Write(first_); }

 private:
  static std::string Changed(std::string text, const Changes& changes) {
    for (const auto& [old, put] : changes) {
      const std::size_t at = text.find(old);
      if (at == std::string::npos) throw std::runtime_error("the policy has no " + old);
      text.replace(at, old.size(), put);
    }
    return text;
  }

  // A reader never sees half of it.
  void Write(const std::string& text) {
    text_ = text;
    const std::filesystem::path next = file_.string() + ".next";
    std::ofstream(next) << text;
    std::filesystem::rename(next, file_);
  }

  const std::filesystem::path file_;
  std::string first_;
  std::string text_;
};

}  // namespace gongkai::all
