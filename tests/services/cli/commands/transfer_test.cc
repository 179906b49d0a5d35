#include "services/cli/commands/transfer.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "tests/support/test_folder.h"

namespace gongkai::cli {
namespace {

// What a file would be refused with; kOk: with nothing.
ExitCode Refusal(const std::string& folder, const std::string& file_name, bool force = false) {
  try {
    EXPECT_EQ(PlaceOf(folder, file_name, force), std::filesystem::path(folder) / file_name);
    return ExitCode::kOk;
  } catch (const Failure& failure) {
    return failure.code;
  }
}

TEST(PlaceOf, ObeysNoServiceThatNamesAFileElsewhere) {
  for (const char* name : {"", ".", "..", "../x", "/etc/passwd", "a/b", "a/", "./x"}) {
    EXPECT_EQ(Refusal("out", name), ExitCode::kDataLoss) << name;
    EXPECT_EQ(Refusal("out", name, true), ExitCode::kDataLoss) << name;
  }
  for (const char* name : {"table.xlsx", "附件一.pdf", "...", ".hidden", "a..b"}) {
    EXPECT_EQ(Refusal("out", name), ExitCode::kOk) << name;
  }
}

TEST(PlaceOf, OverwritesOnlyWhenForced) {
  const support::TestFolder folder;
  std::ofstream(std::filesystem::path(folder.path()) / "there.txt") << "kept";
  EXPECT_EQ(Refusal(folder.path(), "there.txt"), ExitCode::kUsage);
  EXPECT_EQ(Refusal(folder.path(), "there.txt", true), ExitCode::kOk);
}

}  // namespace
}  // namespace gongkai::cli
