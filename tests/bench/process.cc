#include "tests/bench/process.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <signal.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <stdexcept>
#include <system_error>
#include <utility>

namespace gongkai::bench {
namespace {

[[noreturn]] void ThrowErrno(int error, const std::string& what) {
  throw std::system_error(error, std::generic_category(), what);
}

const std::uint64_t* MapCounter(const std::filesystem::path& file) {
  const int descriptor = open(file.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (descriptor < 0 || ftruncate(descriptor, sizeof(std::uint64_t)) != 0) {
    ThrowErrno(errno, file.string());
  }
  void* page = mmap(nullptr, sizeof(std::uint64_t), PROT_READ, MAP_SHARED, descriptor, 0);
  close(descriptor);
  if (page == MAP_FAILED) ThrowErrno(errno, file.string());
  return static_cast<const std::uint64_t*>(page);
}

std::vector<char*> Pointers(std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  for (std::string& text : texts) pointers.push_back(text.data());
  pointers.push_back(nullptr);
  return pointers;
}

}  // namespace

Process::Process(const Options& options)
    : name_(options.name), log_(options.folder / (options.name + ".log")) {
  const std::filesystem::path flushes = options.folder / (options.name + ".flushes");
  flushes_ = MapCounter(flushes);
  Start(options, flushes);
}

void Process::Start(const Options& options, const std::filesystem::path& flushes) {
  std::vector<std::string> command = options.command;
  std::vector<std::string> environment;
  for (char** variable = environ; *variable != nullptr; ++variable) {
    environment.emplace_back(*variable);
  }
  environment.push_back("LD_PRELOAD=" + options.preload.string());
  environment.push_back("GONGKAI_BENCH_FLUSHES=" + flushes.string());

  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  posix_spawn_file_actions_addopen(&files, STDERR_FILENO, log_.c_str(),
                                   O_WRONLY | O_CREAT | O_TRUNC, 0600);
  // What this process blocks, the one it starts must hear.
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  sigset_t none;
  sigemptyset(&none);
  posix_spawnattr_setsigmask(&attributes, &none);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK);
  const int error = posix_spawn(&pid_, command.front().c_str(), &files, &attributes,
                                Pointers(command).data(), Pointers(environment).data());
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&files);
  if (error != 0) ThrowErrno(error, command.front());
}

Process::~Process() {
  if (running()) {
    kill(pid_, SIGKILL);
    waitpid(pid_, &status_, 0);
  }
  munmap(const_cast<std::uint64_t*>(flushes_), sizeof(std::uint64_t));
}

void Process::Stop() {
  if (running()) {
    kill(pid_, SIGTERM);
    waitpid(pid_, &status_, 0);
    pid_ = -1;
  }
  if (!WIFEXITED(status_) || WEXITSTATUS(status_) != 0) {
    throw std::runtime_error(fmt::format("{} ended badly; see {}", name_, log_.string()));
  }
}

bool Process::running() {
  if (pid_ > 0 && waitpid(pid_, &status_, WNOHANG) == pid_) pid_ = -1;
  return pid_ > 0;
}

double Process::CpuSeconds() const {
  std::ifstream file(fmt::format("/proc/{}/stat", pid_));
  std::string text;
  std::getline(file, text, ')');  // the name may hold anything
  for (int field = 3; field < 14 && file >> text; ++field) {
  }
  double user = 0;
  double system = 0;
  file >> user >> system;
  return (user + system) / static_cast<double>(sysconf(_SC_CLK_TCK));
}

double Process::ResidentMegabytes() const { return StatusMegabytes("VmRSS:"); }

double Process::PeakMegabytes() const { return StatusMegabytes("VmHWM:"); }

void Process::ForgetPeak() { std::ofstream(fmt::format("/proc/{}/clear_refs", pid_)) << 5; }

double Process::StatusMegabytes(std::string_view key) const {
  std::ifstream file(fmt::format("/proc/{}/status", pid_));
  std::string word;
  while (file >> word && word != key) {
  }
  double kibibytes = 0;
  file >> kibibytes;
  return kibibytes * 1024 / 1e6;
}

std::uint64_t Process::Flushes() const {
  return std::atomic_ref(const_cast<std::uint64_t&>(*flushes_)).load();
}

std::string FreeAddress() {
  const int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof(address);
  const bool bound = listener >= 0 &&
                     bind(listener, reinterpret_cast<sockaddr*>(&address), size) == 0 &&
                     getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size) == 0;
  if (!bound) ThrowErrno(errno, "no port is free");
  close(listener);
  return fmt::format("127.0.0.1:{}", ntohs(address.sin_port));
}

}  // namespace gongkai::bench
