#include "services/cli/site/folder.h"

#include <gmock/gmock.h>

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "services/cli/site/error.h"
#include "tests/support/test_folder.h"

namespace gongkai::cli::site {
namespace {

using support::TestFolder;
using support::WriteFile;
using testing::ElementsAre;

std::vector<std::string> Visited(const std::filesystem::path& root,
                                 const std::function<void(const FoundFile&)>& each = {}) {
  std::vector<std::string> paths;
  VisitFiles(root, [&](const FoundFile& found) {
    paths.push_back(found.problem ? found.path + " " + found.problem->reason : found.path);
    if (each) each(found);
  });
  return paths;
}

TEST(VisitFiles, GoesInTheOrderOfTheBytesFolderByFolder) {
  const TestFolder root;
  std::filesystem::create_directories(root / "b/c");
  for (const char* name : {"b/c/2", "b/c/10", "b/a", "a", "B", "c", "年"})
    WriteFile(root / name, "");
  EXPECT_THAT(Visited(root.path()), ElementsAre("B", "a", "b/a", "b/c/10", "b/c/2", "c", "年"));
}

TEST(VisitFiles, TellsWhatIsGoneOrIsSomethingElseMeanwhile) {
  const TestFolder root;
  for (const char* name : {"a", "b", "c", "d"}) WriteFile(root / name, "");
  EXPECT_THAT(Visited(root.path(),
                      [&](const FoundFile& found) {
                        if (found.path != "a") return;
                        std::filesystem::remove(root / "b");
                        std::filesystem::remove(root / "c");
                        std::filesystem::create_symlink("/etc/passwd", root / "c");
                      }),
              ElementsAre("a", "b CANNOT_READ", "c LINK_LEADS_OUT", "d"));
}

TEST(VisitFiles, DoesNotTakeALikeNamedFolderForTheSameOne) {
  const TestFolder folder;
  std::filesystem::create_directory(folder / "site");
  std::filesystem::create_directory(folder / "site2");
  WriteFile(folder / "site2/a", "");
  std::filesystem::create_symlink("../site2/a", folder / "site/a");
  EXPECT_THAT(Visited(folder / "site"), ElementsAre("a LINK_LEADS_OUT"));
}

// The longest path that the system takes at once is 4,096 bytes; folders may be deeper.
TEST(VisitFiles, GoesDeeperThanAPathIsLong) {
  const TestFolder root;
  const std::string name(200, 'x');
  const std::filesystem::path before = std::filesystem::current_path();
  std::filesystem::current_path(root.path());
  for (int depth = 0; depth < 40; ++depth) {
    std::filesystem::create_directory(name);
    std::filesystem::current_path(name);
  }
  WriteFile("a", "");
  std::filesystem::current_path(before);
  const std::vector<std::string> paths = Visited(root.path());
  ASSERT_EQ(paths.size(), 1U);
  EXPECT_EQ(paths[0].size(), 40U * 201 + 1);
}

TEST(VisitFiles, TellsFoldersThatLieTooDeep) {
  const TestFolder root;
  std::filesystem::path deepest = root.path();
  for (int depth = 0; depth < 256; ++depth) deepest /= "a";
  std::filesystem::create_directories(deepest);
  WriteFile(deepest / "b", "");
  WriteFile(deepest.parent_path() / "c", "");
  const std::vector<std::string> paths = Visited(root.path());
  ASSERT_EQ(paths.size(), 2U);
  EXPECT_THAT(paths[0], testing::EndsWith("a/a/ TOO_DEEP"));
  EXPECT_THAT(paths[1], testing::EndsWith("a/a/c"));
}

TEST(VisitFiles, IsRefusedWithoutAFolder) {
  EXPECT_THROW(Visited("/nowhere"), Error);
  EXPECT_THROW(Visited("/etc/passwd"), Error);
}

}  // namespace
}  // namespace gongkai::cli::site
