#include "services/cli/site/snapshot.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <string>
#include <system_error>
#include <vector>

#include "services/cli/view/system_error.h"

namespace gongkai::cli::site {
namespace {

constexpr int kCopies = 3;

[[noreturn]] void Fail(const char* what) {
  throw std::system_error(errno, std::generic_category(), what);
}

runtime::Descriptor TemporaryFile() {
  std::string name = (std::filesystem::temp_directory_path() / "gongkai-check-XXXXXX").string();
  runtime::Descriptor file(::mkostemp(name.data(), O_CLOEXEC));
  if (!file.is_open()) Fail("a temporary file");
  ::unlink(name.c_str());
  return file;
}

// What changes when somebody writes to a file.
struct Stamp {
  std::int64_t size = 0;
  std::int64_t seconds = 0;
  std::int64_t nanoseconds = 0;

  friend bool operator==(const Stamp&, const Stamp&) = default;
};

Stamp StampOf(int file) {
  struct stat status {};
  if (::fstat(file, &status) != 0) Fail("fstat");
  return {status.st_size, status.st_mtim.tv_sec, status.st_mtim.tv_nsec};
}

// Reads the file to its end, from the beginning. Returns whether it stayed as it was meanwhile.
bool ReadAll(int file, const std::function<void(std::string_view)>& each) {
  const Stamp before = StampOf(file);
  std::vector<char> buffer(256 << 10);
  std::int64_t at = 0;
  // A file that somebody goes on writing to has no end.
  while (at <= before.size) {
    const ssize_t size = ::pread(file, buffer.data(), buffer.size(), at);
    if (size < 0 && errno == EINTR) continue;
    if (size < 0) Fail("read");
    if (size == 0) break;
    each({buffer.data(), static_cast<std::size_t>(size)});
    at += size;
  }
  return at == before.size && StampOf(file) == before;
}

}  // namespace

Snapshot::Snapshot() : file_(TemporaryFile()) {}

Snapshot::~Snapshot() { Unmap(); }

void Snapshot::Unmap() {
  if (mapped_ != 0) ::munmap(begin_, mapped_);
  begin_ = nullptr;
  mapped_ = 0;
}

void Snapshot::Clear() {
  Unmap();
  if (::ftruncate(file_.number(), 0) != 0) Fail("truncate a temporary file");
  hash_ = base::Sha256Stream();
  size_ = 0;
}

void Snapshot::Write(std::string_view bytes) {
  hash_.Update(bytes);
  while (!bytes.empty()) {
    const ssize_t written =
        ::pwrite(file_.number(), bytes.data(), bytes.size(), static_cast<off_t>(size_));
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) Fail("write to a temporary file");
    bytes.remove_prefix(static_cast<std::size_t>(written));
    size_ += static_cast<std::size_t>(written);
  }
}

base::Digest Snapshot::Finish() {
  if (size_ != 0) {
    void* begin = ::mmap(nullptr, size_, PROT_READ, MAP_PRIVATE, file_.number(), 0);
    if (begin == MAP_FAILED) Fail("map a temporary file");
    begin_ = begin;
    mapped_ = size_;
  }
  return hash_.Finish();
}

std::optional<base::Digest> DigestOf(int file) {
  base::Sha256Stream hash;
  try {
    if (!ReadAll(file, [&](std::string_view bytes) { hash.Update(bytes); })) return std::nullopt;
  } catch (const std::system_error&) {
    return std::nullopt;
  }
  return hash.Finish();
}

std::optional<FileProblem> Copy(int file, Snapshot& into) {
  try {
    for (int copy = 0; copy < kCopies; ++copy) {
      if (ReadAll(file, [&](std::string_view bytes) { into.Write(bytes); })) return std::nullopt;
      into.Clear();
    }
  } catch (const std::system_error& error) {
    return FileProblem{"CANNOT_READ", SystemText(error.code().value())};
  }
  return FileProblem{"CHANGES", {"it changes while it is read", "读取时文件一直在变化"}};
}

}  // namespace gongkai::cli::site
