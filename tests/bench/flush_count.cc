// Loaded into a process before its libraries (LD_PRELOAD): counts how often it asks the disk to
// flush, in the file that GONGKAI_BENCH_FLUSHES names, where whoever measures sees it grow.
#include <dlfcn.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <atomic>
#include <cstdint>
#include <cstdlib>

namespace {

using Counter = std::atomic<std::uint64_t>;

Counter* OpenCounter() {
  const char* file = std::getenv("GONGKAI_BENCH_FLUSHES");
  if (file == nullptr) return nullptr;
  const int descriptor = open(file, O_RDWR | O_CLOEXEC);
  if (descriptor < 0) return nullptr;
  void* page = mmap(nullptr, sizeof(Counter), PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0);
  close(descriptor);
  return page == MAP_FAILED ? nullptr : static_cast<Counter*>(page);
}

int Flush(const char* function, int descriptor) {
  static Counter* const counter = OpenCounter();
  if (counter != nullptr) ++*counter;
  using Function = int (*)(int);
  return reinterpret_cast<Function>(dlsym(RTLD_NEXT, function))(descriptor);
}

}  // namespace

extern "C" {

int fsync(int descriptor) { return Flush("fsync", descriptor); }

int fdatasync(int descriptor) { return Flush("fdatasync", descriptor); }

}  // extern "C"
