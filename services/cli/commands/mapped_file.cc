#include "services/cli/commands/mapped_file.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <memory>
#include <vector>

#include "services/cli/commands/failure.h"
#include "services/cli/view/system_error.h"

namespace gongkai::cli {
namespace {

struct Close {
  void operator()(std::FILE* file) const { std::fclose(file); }
};
using File = std::unique_ptr<std::FILE, Close>;

Failure CannotRead(const std::string& path, int error) {
  const base::Bilingual why = SystemText(error);
  return UsageError(
      {"cannot read " + path + ": " + why.english, "不能读取 " + path + "：" + why.chinese});
}

struct stat StatusOf(std::FILE* file, const std::string& path) {
  struct stat status {};
  if (fstat(fileno(file), &status) != 0) throw CannotRead(path, errno);
  return status;
}

// Opens the file, which is a regular file or a pipe.
File Open(const std::string& path) {
  const int descriptor = path == "-" ? dup(STDIN_FILENO) : open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) throw CannotRead(path, errno);
  File file(fdopen(descriptor, "rb"));
  if (file == nullptr) throw CannotRead(path, errno);
  const mode_t mode = StatusOf(file.get(), path).st_mode;
  if (S_ISDIR(mode)) throw CannotRead(path, EISDIR);
  // A device may have no end.
  if (path != "-" && !S_ISREG(mode) && !S_ISFIFO(mode)) throw CannotRead(path, EINVAL);
  return file;
}

// Returns a temporary file with all that comes out of the pipe.
File Keep(const File& pipe, const std::string& path) {
  File kept(std::tmpfile());
  if (kept == nullptr) throw CannotRead(path, errno);
  std::vector<char> buffer(256 << 10);
  while (const std::size_t size = std::fread(buffer.data(), 1, buffer.size(), pipe.get())) {
    if (std::fwrite(buffer.data(), 1, size, kept.get()) != size) throw CannotRead(path, errno);
  }
  if (std::ferror(pipe.get()) != 0 || std::fflush(kept.get()) != 0) throw CannotRead(path, errno);
  return kept;
}

}  // namespace

MappedFile::MappedFile(const std::string& path) {
  File file = Open(path);
  if (!S_ISREG(StatusOf(file.get(), path).st_mode)) file = Keep(file, path);
  size_ = static_cast<std::size_t>(StatusOf(file.get(), path).st_size);
  if (size_ == 0) return;
  begin_ = mmap(nullptr, size_, PROT_READ, MAP_PRIVATE, fileno(file.get()), 0);
  if (begin_ == MAP_FAILED) throw CannotRead(path, errno);
}

MappedFile::~MappedFile() {
  if (size_ != 0) munmap(begin_, size_);
}

}  // namespace gongkai::cli
