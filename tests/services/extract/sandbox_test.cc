// What a process in the sandbox cannot do. Each attempt is made in a process of its own.
#include "services/extract/sandbox.h"

#include <dirent.h>
#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <functional>

namespace gongkai::extract {
namespace {

constexpr int kNotConfined = 99;

// Returns the status of a process that enters the sandbox and exits with what `attempt` returns.
int StatusOf(const std::function<int()>& attempt) {
  const pid_t child = ::fork();
  if (child == 0) {
    if (!EnterSandbox()) ::_exit(kNotConfined);
    ::_exit(attempt());
  }
  int status = 0;
  EXPECT_EQ(::waitpid(child, &status, 0), child);
  return status;
}

void ExpectKilled(const std::function<int()>& attempt) {
  const int status = StatusOf(attempt);
  ASSERT_TRUE(WIFSIGNALED(status)) << WEXITSTATUS(status);
  EXPECT_EQ(WTERMSIG(status), SIGSYS);
}

void ExpectExit(int code, const std::function<int()>& attempt) {
  const int status = StatusOf(attempt);
  ASSERT_TRUE(WIFEXITED(status)) << WTERMSIG(status);
  EXPECT_EQ(WEXITSTATUS(status), code);
}

TEST(SandboxTest, LetsAProcessReadWriteAndEnd) {
  ExpectExit(7, [] {
    char byte = 0;
    return ::write(STDERR_FILENO, "", 0) == 0 && ::read(-1, &byte, 1) == -1 && errno == EBADF ? 7
                                                                                              : 1;
  });
}

TEST(SandboxTest, KillsTheOpeningOfAFileForWriting) {
  ExpectKilled([] { return ::open("/tmp/gongkai-sandbox", O_WRONLY | O_CREAT, 0600); });
  ExpectKilled([] { return ::open("/dev/null", O_RDWR); });
}

TEST(SandboxTest, RefusesToReadFiles) {
  ExpectExit(EACCES, [] { return ::open("/etc/passwd", O_RDONLY) >= 0 ? 0 : errno; });
  ExpectExit(EACCES, [] { return ::open("/proc/self/environ", O_RDONLY) >= 0 ? 0 : errno; });
  ExpectExit(EACCES, [] {
    return ::open("/usr/share/poppler/../../../etc/passwd", O_RDONLY) >= 0 ? 0 : errno;
  });
}

TEST(SandboxTest, LetsOnlyTheTablesOfFontsBeReadWhereTheKernelHasLandlock) {
  const int status = StatusOf(
      [] { return ::open("/usr/share/poppler", O_RDONLY | O_DIRECTORY) >= 0 ? 0 : errno; });
  ASSERT_TRUE(WIFEXITED(status));
  EXPECT_THAT(WEXITSTATUS(status), testing::AnyOf(0, EACCES));
}

TEST(SandboxTest, KillsConnections) {
  ExpectKilled([] { return ::socket(AF_INET, SOCK_STREAM, 0); });
  ExpectKilled([] { return ::socket(AF_UNIX, SOCK_STREAM, 0); });
  int pair[2];
  ExpectKilled([&pair] { return ::socketpair(AF_UNIX, SOCK_STREAM, 0, pair); });
}

TEST(SandboxTest, KillsNewProcessesAndPrograms) {
  ExpectKilled([] { return static_cast<int>(::fork()); });
  ExpectKilled([] { return ::execl("/bin/true", "true", nullptr); });
  ExpectKilled([] { return ::kill(::getppid(), 0); });
}

TEST(SandboxTest, KillsChangesOfFilesAndLimits) {
  ExpectKilled([] { return ::unlink("/tmp/gongkai-sandbox"); });
  ExpectKilled([] { return ::rename("/tmp/a", "/tmp/b"); });
  ExpectKilled([] { return ::chdir("/"); });
  const rlimit limit{.rlim_cur = 1, .rlim_max = 1};
  ExpectKilled([&limit] { return ::setrlimit(RLIMIT_CORE, &limit); });
}

TEST(SandboxTest, KillsMemoryThatBecomesAProgram) {
  ExpectKilled([] {
    ::mmap(nullptr, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return 0;
  });
  void* page = ::mmap(nullptr, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  ExpectKilled([page] { return ::mprotect(page, 4096, PROT_READ | PROT_EXEC); });
  ::munmap(page, 4096);
}

}  // namespace
}  // namespace gongkai::extract
