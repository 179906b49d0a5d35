#include "services/lib/sql/file_lock.h"

#include <gmock/gmock.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <optional>

#include "services/lib/sql/database.h"
#include "tests/services/lib/sql/scratch.h"

namespace gongkai::sql {
namespace {

using testing::HasSubstr;

std::string Refusal(const std::filesystem::path& file) {
  try {
    const Database database({.file = file});
    return "opened";
  } catch (const OpenError& e) {
    return e.what();
  }
}

// A process of its own that has the file open in the middle of a transaction.
pid_t StartHolder(const std::filesystem::path& file) {
  std::array<int, 2> ready;
  EXPECT_EQ(pipe(ready.data()), 0);
  const pid_t child = fork();
  if (child == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);  // should the test fail before it kills
    std::optional<Database> database;
    try {
      database.emplace(Database::Options{.file = file});
      database->writer().Begin();
      database->writer().Execute("CREATE TABLE unfinished (i INTEGER) STRICT");
    } catch (...) {
      _exit(1);
    }
    if (write(ready[1], "x", 1) != 1) _exit(1);
    for (;;) pause();
  }
  char byte = 0;
  close(ready[1]);
  EXPECT_EQ(read(ready[0], &byte, 1), 1);
  close(ready[0]);
  return child;
}

TEST(FileLock, RefusesASecondProcessUntilTheFirstIsDead) {
  const Scratch scratch;
  const std::filesystem::path file = scratch / "test.db";
  const pid_t holder = StartHolder(file);
  EXPECT_THAT(Refusal(file), HasSubstr("is open for writing in process " + std::to_string(holder)));

  ASSERT_EQ(kill(holder, SIGKILL), 0);
  ASSERT_EQ(waitpid(holder, nullptr, 0), holder);
  EXPECT_EQ(Refusal(file), "opened");
}

TEST(FileLock, RefusesASecondWriterInOneProcess) {
  const Scratch scratch;
  const Database first({.file = scratch / "test.db"});
  EXPECT_THAT(Refusal(scratch / "test.db"), HasSubstr("is open for writing"));
}

TEST(FileLock, IsNotPassedByALink) {
  const Scratch scratch;
  const Database first({.file = scratch / "test.db"});
  std::filesystem::create_symlink(scratch / "test.db", scratch / "link.db");
  EXPECT_THAT(Refusal(scratch / "link.db"), HasSubstr("is open for writing"));
}

TEST(FileLock, IsLetGoOfWithTheDatabase) {
  const Scratch scratch;
  EXPECT_EQ(Refusal(scratch / "test.db"), "opened");
  EXPECT_EQ(Refusal(scratch / "test.db"), "opened");
}

TEST(FileLock, NeedsItsDirectory) {
  const Scratch scratch;
  EXPECT_THROW(FileLock(scratch / "none" / "test.db"), DiskError);
}

}  // namespace
}  // namespace gongkai::sql
