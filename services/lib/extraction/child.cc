#include "services/lib/extraction/child.h"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <optional>
#include <system_error>
#include <utility>

#include "services/lib/extraction/record/records.h"
#include "services/lib/runtime/descriptor.h"
#include "services/lib/runtime/spawn_setup.h"

namespace gongkai::extraction {
namespace {

using Clock = std::chrono::steady_clock;

void Check(int error, const std::string& what) {
  if (error != 0) throw std::system_error(error, std::generic_category(), what);
}

// Starts the program with the file as its input and `output` as its output, and nothing else of ours: no
// other descriptor, no environment, no blocked signal.
pid_t Start(const std::string& program, std::vector<std::string> arguments, int file, int output) {
  runtime::SpawnSetup setup;
  Check(::posix_spawn_file_actions_adddup2(&setup.files, file, STDIN_FILENO), program);
  Check(::posix_spawn_file_actions_adddup2(&setup.files, output, STDOUT_FILENO), program);
  Check(::posix_spawn_file_actions_addopen(&setup.files, STDERR_FILENO, "/dev/null", O_WRONLY, 0),
        program);
  Check(::posix_spawn_file_actions_addclosefrom_np(&setup.files, STDERR_FILENO + 1), program);
  sigset_t none;
  sigset_t all;
  ::sigemptyset(&none);
  ::sigfillset(&all);
  Check(::posix_spawnattr_setsigmask(&setup.attributes, &none), program);
  Check(::posix_spawnattr_setsigdefault(&setup.attributes, &all), program);
  Check(
      ::posix_spawnattr_setflags(&setup.attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF |
                                                        POSIX_SPAWN_SETPGROUP),
      program);
  std::string word = program;
  std::vector<char*> argv{word.data()};
  for (std::string& argument : arguments) argv.push_back(argument.data());
  argv.push_back(nullptr);
  std::array<char*, 1> environment{nullptr};
  pid_t child = 0;
  Check(::posix_spawn(&child, program.c_str(), &setup.files, &setup.attributes, argv.data(),
                      environment.data()),
        program);
  return child;
}

// Returns a descriptor of the process that is readable once it has ended, or -1. The header of Debian 12's
// library of C does not declare its function for C++.
int OpenPidfd(pid_t pid) { return static_cast<int>(::syscall(SYS_pidfd_open, pid, 0)); }

// A process of ours. The destructor ends it and waits for its end.
class Child {
 public:
  explicit Child(pid_t pid) : pid_(pid), handle_(OpenPidfd(pid)) {
    if (handle_.is_open()) return;
    const int error = errno;
    Kill();
    Wait();
    Check(error, "pidfd_open");
  }
  ~Child() {
    if (has_ended_) return;
    Kill();
    Wait();
  }
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  int handle() const { return handle_.number(); }

  void Kill() const { ::kill(pid_, SIGKILL); }

  // Returns its status as of waitpid, or nothing if somebody else has taken it.
  std::optional<int> Wait() {
    int status = 0;
    pid_t ended = 0;
    do {
      ended = ::waitpid(pid_, &status, 0);
    } while (ended < 0 && errno == EINTR);
    has_ended_ = true;
    return ended == pid_ ? std::optional(status) : std::nullopt;
  }

 private:
  const pid_t pid_;
  bool has_ended_ = false;
  runtime::Descriptor handle_;
};

// Returns whether the descriptor has something to read, or is at its end, before the time is over.
bool WaitFor(int descriptor, Clock::time_point until) {
  while (true) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - Clock::now());
    pollfd ready{.fd = descriptor, .events = POLLIN, .revents = 0};
    const int number = ::poll(&ready, 1, static_cast<int>(std::max<long>(left.count(), 0)));
    if (number > 0) return true;
    if (number == 0) return false;
    if (errno != EINTR) Check(errno, "poll");
  }
}

// Reads what the program writes, up to its end. Returns kByItself at the end.
Ending ReadOutput(int from, Clock::time_point until, std::size_t limit, std::string& output) {
  std::array<char, 65536> piece;
  while (WaitFor(from, until)) {
    const ssize_t got = ::read(from, piece.data(), piece.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) Check(errno, "read from a pipe");
    if (got == 0) return Ending::kByItself;
    if (output.size() + static_cast<std::size_t>(got) > limit) return Ending::kTooLarge;
    output.append(piece.data(), static_cast<std::size_t>(got));
  }
  return Ending::kTooSlow;
}

Ending EndingOf(std::optional<int> status) {
  if (!status) return Ending::kStopped;
  if (WIFSIGNALED(*status)) {
    // The hard limit of the processor's time comes as SIGKILL.
    return WTERMSIG(*status) == SIGXCPU ? Ending::kTooSlow : Ending::kStopped;
  }
  if (WEXITSTATUS(*status) == kExitNoMemory) return Ending::kTooLarge;
  return WEXITSTATUS(*status) == 0 ? Ending::kByItself : Ending::kStopped;
}

}  // namespace

Run RunChild(const std::filesystem::path& program, std::vector<std::string> arguments, int file,
             std::chrono::milliseconds time, std::size_t output_bytes) {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) Check(errno, "pipe2");
  const runtime::Descriptor from(ends[0]);
  runtime::Descriptor to(ends[1]);
  const Clock::time_point until = Clock::now() + time;
  Child child(Start(program.string(), std::move(arguments), file, to.number()));
  to = runtime::Descriptor(-1);

  Run run;
  run.ending = ReadOutput(from.number(), until, output_bytes, run.output);
  if (run.ending == Ending::kByItself && !WaitFor(child.handle(), until)) {
    run.ending = Ending::kTooSlow;
  }
  if (run.ending == Ending::kByItself) {
    run.ending = EndingOf(child.Wait());
  } else {
    child.Kill();
    child.Wait();
  }
  return run;
}

}  // namespace gongkai::extraction
