#include "services/cli/site/snapshot.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <string>

#include "tests/support/test_folder.h"

namespace gongkai::cli::site {
namespace {

using support::TestFolder;
using support::WriteFile;

runtime::Descriptor Open(const std::filesystem::path& path) {
  return runtime::Descriptor(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
}

TEST(Snapshot, HoldsOneFileAfterTheOther) {
  const TestFolder folder;
  Snapshot snapshot;
  for (const std::string& bytes :
       {std::string("年报"), std::string(), std::string(1'000'000, 'x')}) {
    WriteFile(folder / "a", bytes);
    const auto file = Open(folder / "a");
    snapshot.Clear();
    EXPECT_FALSE(Copy(file.number(), snapshot));
    EXPECT_EQ(snapshot.Finish(), base::Sha256(bytes));
    EXPECT_EQ(snapshot.bytes(), bytes);
    EXPECT_EQ(DigestOf(file.number()), base::Sha256(bytes));
  }
}

TEST(Snapshot, StaysAsItIsWhenTheFileIsCutShort) {
  const TestFolder folder;
  WriteFile(folder / "a", std::string(100'000, 'x'));
  Snapshot snapshot;
  EXPECT_FALSE(Copy(Open(folder / "a").number(), snapshot));
  (void)snapshot.Finish();
  std::filesystem::resize_file(folder / "a", 0);
  EXPECT_EQ(snapshot.bytes(), std::string(100'000, 'x'));
}

// Such a file has more bytes than it says, as one that grows while it is read.
TEST(Copy, TellsAFileThatChangesMeanwhile) {
  Snapshot snapshot;
  const auto file = Open("/proc/self/status");
  const auto problem = Copy(file.number(), snapshot);
  ASSERT_TRUE(problem);
  EXPECT_EQ(problem->reason, "CHANGES");
  EXPECT_EQ(snapshot.size(), 0U);
  EXPECT_FALSE(DigestOf(file.number()));
}

TEST(Copy, TellsWhatCannotBeRead) {
  Snapshot snapshot;
  const runtime::Descriptor folder(::open("/", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  const auto problem = Copy(folder.number(), snapshot);
  ASSERT_TRUE(problem);
  EXPECT_EQ(problem->message.english, "Is a directory");
}

}  // namespace
}  // namespace gongkai::cli::site
