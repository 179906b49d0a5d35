#include "services/extract/sandbox.h"

#include <fcntl.h>
#include <linux/landlock.h>
#include <seccomp.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdint>

#include "services/extract/limits.h"

namespace gongkai::extract {
namespace {

constexpr char kReadableFolder[] = "/usr/share/poppler";

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define GONGKAI_SANITIZED
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define GONGKAI_SANITIZED
#endif
#endif

#ifdef GONGKAI_SANITIZED
// Sanitizers reserve terabytes of addresses, have a thread of their own, and ask the system when they report
// a fault.
constexpr bool kLimitsMemory = false;
constexpr auto kExtraCalls =
    std::to_array({SCMP_SYS(sigaltstack), SCMP_SYS(sched_yield), SCMP_SYS(readlink),
                   SCMP_SYS(nanosleep), SCMP_SYS(clock_nanosleep), SCMP_SYS(rt_sigaction)});
#else
constexpr bool kLimitsMemory = true;
constexpr std::array<int, 0> kExtraCalls{};
#endif

constexpr auto kAllowedCalls = std::to_array({
    SCMP_SYS(read),         SCMP_SYS(pread64), SCMP_SYS(write),      SCMP_SYS(close),
    SCMP_SYS(lseek),        SCMP_SYS(fstat),   SCMP_SYS(newfstatat), SCMP_SYS(getdents64),
    SCMP_SYS(munmap),       SCMP_SYS(mremap),  SCMP_SYS(madvise),    SCMP_SYS(brk),
    SCMP_SYS(futex),        SCMP_SYS(exit),    SCMP_SYS(exit_group), SCMP_SYS(clock_gettime),
    SCMP_SYS(gettimeofday), SCMP_SYS(time),    SCMP_SYS(getrandom),  SCMP_SYS(rt_sigprocmask),
    SCMP_SYS(rt_sigreturn), SCMP_SYS(getpid),  SCMP_SYS(gettid),     SCMP_SYS(sysinfo),
});

bool Limit(__rlimit_resource resource, std::uint64_t soft, std::uint64_t hard) {
  const rlimit limit{.rlim_cur = soft, .rlim_max = hard};
  return ::setrlimit(resource, &limit) == 0;
}

bool LimitResources() {
  // At the soft limit of time the kernel sends SIGXCPU, which tells the parent why.
  return Limit(RLIMIT_CPU, kMaxCpuSeconds, kMaxCpuSeconds + 1) &&
         Limit(RLIMIT_FSIZE, kMaxOutput, kMaxOutput) &&
         Limit(RLIMIT_NOFILE, kMaxOpenFiles, kMaxOpenFiles) && Limit(RLIMIT_CORE, 0, 0) &&
         (!kLimitsMemory || Limit(RLIMIT_AS, kMaxMemory, kMaxMemory));
}

// Leaves this process one folder to read. Returns false if the kernel has no Landlock.
bool ConfineFiles() {
  const long version =
      ::syscall(SYS_landlock_create_ruleset, nullptr, 0, LANDLOCK_CREATE_RULESET_VERSION);
  if (version < 1) return false;
  landlock_ruleset_attr handled{};
  // The rights that version 1 knows; the filter of system calls allows none of the later ones.
  handled.handled_access_fs = (LANDLOCK_ACCESS_FS_MAKE_SYM << 1) - 1;
  const auto rules = static_cast<int>(
      ::syscall(SYS_landlock_create_ruleset, &handled, sizeof handled.handled_access_fs, 0));
  if (rules < 0) return false;
  const int folder = ::open(kReadableFolder, O_PATH | O_CLOEXEC);
  if (folder >= 0) {
    landlock_path_beneath_attr beneath{};
    beneath.allowed_access = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR;
    beneath.parent_fd = folder;
    ::syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &beneath, 0);
    ::close(folder);
  }
  const bool is_confined = ::syscall(SYS_landlock_restrict_self, rules, 0) == 0;
  ::close(rules);
  return is_confined;
}

// Allows the call if none of the bits is set in its argument.
bool AllowWithout(scmp_filter_ctx filter, int call, unsigned argument, std::uint64_t bits) {
  return ::seccomp_rule_add(filter, SCMP_ACT_ALLOW, call, 1,
                            scmp_arg_cmp{argument, SCMP_CMP_MASKED_EQ, bits, 0}) == 0;
}

bool FilterCalls(bool files_are_confined) {
  scmp_filter_ctx filter = ::seccomp_init(SCMP_ACT_KILL_PROCESS);
  if (filter == nullptr) return false;
  bool is_right = true;
  // Also of threads that a library may have started.
  is_right = ::seccomp_attr_set(filter, SCMP_FLTATR_CTL_TSYNC, 1) == 0;
  const auto allow = [&](int call) {
    is_right = is_right && ::seccomp_rule_add(filter, SCMP_ACT_ALLOW, call, 0) == 0;
  };
  for (const int call : kAllowedCalls) allow(call);
  for (const int call : kExtraCalls) allow(call);
  // No memory becomes a program.
  is_right = is_right && AllowWithout(filter, SCMP_SYS(mmap), 2, PROT_EXEC);
  is_right = is_right && AllowWithout(filter, SCMP_SYS(mprotect), 2, PROT_EXEC);
  constexpr std::uint64_t kWriting = O_WRONLY | O_RDWR | O_CREAT | O_TRUNC | O_APPEND;
  if (files_are_confined) {
    is_right = is_right && AllowWithout(filter, SCMP_SYS(openat), 2, kWriting);
  } else {
    is_right =
        is_right && ::seccomp_rule_add(filter, SCMP_ACT_ERRNO(EACCES), SCMP_SYS(openat), 1,
                                       scmp_arg_cmp{2, SCMP_CMP_MASKED_EQ, kWriting, 0}) == 0;
  }
  // Asked by the library of C when it opens a folder or looks for a file.
  is_right = is_right && ::seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(fcntl), 1,
                                            scmp_arg_cmp{1, SCMP_CMP_EQ, F_GETFL, 0}) == 0;
  is_right =
      is_right && ::seccomp_rule_add(filter, SCMP_ACT_ERRNO(EACCES), SCMP_SYS(access), 0) == 0;
  // Asked whether an output is a terminal.
  is_right = is_right && ::seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(ioctl), 0) == 0;
  is_right = is_right && ::seccomp_load(filter) == 0;
  ::seccomp_release(filter);
  return is_right;
}

}  // namespace

bool EnterSandbox() {
  if (!LimitResources()) return false;
  if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return false;
  const bool files_are_confined = ConfineFiles();
  return FilterCalls(files_are_confined);
}

}  // namespace gongkai::extract
