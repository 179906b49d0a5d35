#include "services/workflow/store/head_file.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "tests/support/test_folder.h"
#include "workflow/base/digest.h"

namespace gongkai::workflow {
namespace {

merkle::TreeHead Head(std::uint64_t size) {
  return {.size = size, .root = merkle::LeafHash("root " + std::to_string(size))};
}

class HeadFileTest : public testing::Test {
 protected:
  std::filesystem::path File() const { return folder_ / "ledger.head"; }

  void Keep(std::initializer_list<std::uint64_t> sizes) const {
    HeadFile file(File());
    for (const std::uint64_t size : sizes) file.Keep(Head(size));
  }

  std::optional<merkle::TreeHead> Kept() const { return HeadFile(File()).kept(); }

  std::string Bytes() const {
    std::ifstream file(File(), std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }

  // Spoils one byte of one of the two places.
  void Spoil(int place, int byte) const {
    std::fstream file(File(), std::ios::in | std::ios::out | std::ios::binary);
    file.seekg(place * 512 + byte);
    const auto changed = static_cast<char>(file.get() ^ 1);
    file.seekp(place * 512 + byte).put(changed);
  }

  support::TestFolder folder_;
};

TEST_F(HeadFileTest, ANewFileHoldsNoHeadAndIsItsOwnersOnly) {
  EXPECT_EQ(Kept(), std::nullopt);
  struct stat status {};
  ASSERT_EQ(stat(File().c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777U, 0600U);
}

TEST_F(HeadFileTest, GivesBackTheNewestHead) {
  Keep({1});
  EXPECT_EQ(Kept(), Head(1));
  Keep({2, 3});
  EXPECT_EQ(Kept(), Head(3));
  Keep({4, 5, 6});
  EXPECT_EQ(Kept(), Head(6));
  Keep({0x0102'0304'0506'0708});
  EXPECT_EQ(Kept(), Head(0x0102'0304'0506'0708));
}

// The file outlives the program that wrote it.
TEST_F(HeadFileTest, AHeadIsItsSizeItsRootAndTheirSum) {
  Keep({0x0102'0304'0506'0708, 7});
  const std::string bytes = Bytes();
  ASSERT_EQ(bytes.size(), 512U + 72U);
  const merkle::Hash root = Head(0x0102'0304'0506'0708).root;
  const std::string head = "\1\2\3\4\5\6\7\10" + std::string(root.begin(), root.end());
  const base::Digest sum = base::Sha256(head);
  EXPECT_EQ(bytes.substr(0, 72), head + std::string(sum.view()));
  EXPECT_EQ(bytes.substr(72, 440), std::string(440, '\0'));
  EXPECT_EQ(bytes.substr(512, 8), std::string("\0\0\0\0\0\0\0\7", 8));
}

TEST_F(HeadFileTest, AfterATornWriteTheHeadBeforeIsKept) {
  for (const int byte : {0, 7, 8, 39, 40, 71}) {
    Keep({1, 2, 3});  // 3 is in the first place, like 1 before it
    Spoil(0, byte);
    EXPECT_EQ(Kept(), Head(2)) << byte;
    std::filesystem::remove(File());
    Keep({1, 2});
    Spoil(1, byte);
    EXPECT_EQ(Kept(), Head(1)) << byte;
    std::filesystem::remove(File());
  }
}

TEST_F(HeadFileTest, AFileThatIsCutOffHoldsWhatIsWhole) {
  Keep({1, 2});
  std::filesystem::resize_file(File(), 512 + 71);
  EXPECT_EQ(Kept(), Head(1));
  std::filesystem::resize_file(File(), 71);
  EXPECT_EQ(Kept(), std::nullopt);
}

// Otherwise a torn write would leave the older of two heads.
TEST_F(HeadFileTest, AlsoWhenReopenedItWritesOverTheOlderHead) {
  for (const std::uint64_t before : {1, 2}) {
    for (std::uint64_t size = 1; size <= before; ++size) Keep({size});
    Keep({before + 1});
    Spoil(before % 2 == 0 ? 0 : 1, 0);
    EXPECT_EQ(Kept(), Head(before));
    std::filesystem::remove(File());
  }
}

TEST_F(HeadFileTest, ReplacingLeavesNoLargerHeadOfBefore) {
  Keep({8, 9});
  HeadFile(File()).Replace(Head(3));
  EXPECT_EQ(Kept(), Head(3));
  Spoil(0, 0);
  EXPECT_EQ(Kept(), Head(3));
}

TEST_F(HeadFileTest, AFileThatCannotBeOpenedIsSaid) {
  EXPECT_THROW(HeadFile(folder_ / "no" / "folder"), std::system_error);
}

}  // namespace
}  // namespace gongkai::workflow
