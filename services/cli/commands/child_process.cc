#include "services/cli/commands/child_process.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <sstream>
#include <system_error>
#include <thread>

#include "services/lib/runtime/spawn_setup.h"

extern char** environ;

namespace gongkai::cli {
namespace {

void Check(int error, const std::string& program) {
  if (error != 0) throw std::system_error(error, std::generic_category(), program);
}

pid_t Start(const std::string& program, const std::vector<std::string>& arguments,
            const std::filesystem::path& log) {
  runtime::SpawnSetup setup;
  constexpr int kOwnerOnly = 0600;
  Check(::posix_spawn_file_actions_addopen(&setup.files, STDIN_FILENO, "/dev/null", O_RDONLY, 0),
        program);
  Check(::posix_spawn_file_actions_addopen(&setup.files, STDOUT_FILENO, log.c_str(),
                                           O_WRONLY | O_CREAT | O_APPEND, kOwnerOnly),
        program);
  Check(::posix_spawn_file_actions_adddup2(&setup.files, STDOUT_FILENO, STDERR_FILENO), program);
  Check(::posix_spawnattr_setflags(&setup.attributes, POSIX_SPAWN_SETPGROUP), program);
  std::vector<std::string> words{program};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<char*> argv;
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  pid_t child = 0;
  Check(::posix_spawnp(&child, program.c_str(), &setup.files, &setup.attributes, argv.data(),
                       environ),
        program);
  return child;
}

}  // namespace

bool IsInstalled(const std::string& program) {
  const char* path = std::getenv("PATH");
  std::istringstream folders(path == nullptr ? "" : path);
  for (std::string folder; std::getline(folders, folder, ':');) {
    const auto candidate = std::filesystem::path(folder) / program;
    std::error_code error;
    if (std::filesystem::is_regular_file(candidate, error) &&
        ::access(candidate.c_str(), X_OK) == 0) {
      return true;
    }
  }
  return false;
}

std::optional<bool> RunProgram(const std::string& program,
                               const std::vector<std::string>& arguments,
                               const std::filesystem::path& log, std::chrono::seconds longest) {
  constexpr std::chrono::milliseconds kPause(20);
  const pid_t child = Start(program, arguments, log);
  const auto end = std::chrono::steady_clock::now() + longest;
  int status = 0;
  for (;;) {
    const pid_t ended = ::waitpid(child, &status, WNOHANG);
    if (ended == child) return WIFEXITED(status) && WEXITSTATUS(status) == 0;
    if (ended < 0 && errno != EINTR) Check(errno, program);
    if (std::chrono::steady_clock::now() >= end) break;
    std::this_thread::sleep_for(kPause);
  }
  ::kill(-child, SIGKILL);  // with what it started
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return std::nullopt;
}

}  // namespace gongkai::cli
