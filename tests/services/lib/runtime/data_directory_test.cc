#include "services/lib/runtime/data_directory.h"

#include <gmock/gmock.h>
#include <sys/stat.h>
#include <unistd.h>

#include <optional>
#include <string>

#include "tests/support/test_folder.h"

namespace gongkai::runtime {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

std::string Refusal(const fs::path& path) {
  const auto taken = DataDirectory::Take(path);
  return taken ? "" : taken.error().message;
}

TEST(DataDirectory, IsHeldByOneAtATimeByWhateverName) {
  const support::TestFolder folder;
  fs::create_directory_symlink(folder.path(), folder.path().string() + ".link");
  std::optional<Result<DataDirectory>> first = DataDirectory::Take(folder.path());
  ASSERT_TRUE(*first);
  EXPECT_THAT(Refusal(folder.path()), HasSubstr("another process holds it"));
  EXPECT_THAT(Refusal(folder.path().string() + ".link"), HasSubstr("another process holds it"));
  first.reset();
  EXPECT_EQ(Refusal(folder.path()), "");
  fs::remove(folder.path().string() + ".link");
}

TEST(DataDirectory, WritesNothing) {
  const support::TestFolder folder;
  const auto taken = DataDirectory::Take(folder.path());
  EXPECT_TRUE(fs::is_empty(folder.path()));
}

TEST(DataDirectory, RefusesEveryModeThatLetsOthersInAndSaysWhatMendsIt) {
  const support::TestFolder folder;
  for (const mode_t bit : {0001U, 0002U, 0004U, 0010U, 0020U, 0040U, 0055U, 0077U}) {
    ASSERT_EQ(chmod(folder.path().c_str(), 0700 | bit), 0);
    EXPECT_THAT(Refusal(folder.path()), HasSubstr("`chmod 700 '" + folder.path().string() + "'`"))
        << bit;
  }
  ASSERT_EQ(chmod(folder.path().c_str(), 0700), 0);
  EXPECT_EQ(Refusal(folder.path()), "");
}

TEST(DataDirectory, RefusesAnotherUsersDirectory) {
  const support::TestFolder folder;
  if (geteuid() != 0) {
    EXPECT_THAT(Refusal("/"), HasSubstr("belongs to the user 0"));
    return;
  }
  ASSERT_EQ(chown(folder.path().c_str(), 12345, 12345), 0);
  EXPECT_THAT(Refusal(folder.path()), HasSubstr("belongs to the user 12345"));
  EXPECT_THAT(Refusal(folder.path()), HasSubstr("`chown -R 0 '"));
}

TEST(DataDirectory, MustBeADirectory) {
  const support::TestFolder folder;
  EXPECT_THAT(Refusal(folder / "none"), HasSubstr("No such file"));
  support::WriteFile(folder / "file", "");
  EXPECT_THAT(Refusal(folder / "file"), HasSubstr("Not a directory"));
}

}  // namespace
}  // namespace gongkai::runtime
