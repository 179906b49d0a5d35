#include "services/intake/attachment/descriptor.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace gongkai::intake {
namespace {

// The answer of a system call, asked again while signals interrupt it.
template <class Call>
auto Checked(const char* what, const Call& call) {
  for (;;) {
    const auto answer = call();
    if (answer >= 0) return answer;
    if (errno != EINTR) throw std::system_error(errno, std::generic_category(), what);
  }
}

}  // namespace

Descriptor::~Descriptor() {
  if (is_open()) close(number_);
}

Descriptor Descriptor::Open(const std::filesystem::path& path, int flags) {
  Descriptor opened;
  opened.number_ =
      Checked(path.c_str(), [&] { return open(path.c_str(), flags | O_CLOEXEC, 0600); });
  return opened;
}

Descriptor Descriptor::TryOpen(const std::filesystem::path& path, int flags) {
  try {
    return Open(path, flags);
  } catch (const std::system_error& error) {
    if (error.code() == std::errc::no_such_file_or_directory) return {};
    throw;
  }
}

std::int64_t Descriptor::Size() const {
  struct stat status {};
  Checked("fstat", [&] { return fstat(number_, &status); });
  return status.st_size;
}

void Descriptor::Write(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written =
        Checked("write", [&] { return write(number_, bytes.data(), bytes.size()); });
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
}

std::size_t Descriptor::Read(std::span<char> into) {
  std::size_t filled = 0;
  while (filled < into.size()) {
    const ssize_t count =
        Checked("read", [&] { return read(number_, into.data() + filled, into.size() - filled); });
    if (count == 0) break;
    filled += static_cast<std::size_t>(count);
  }
  return filled;
}

void Descriptor::Sync() {
  Checked("fsync", [&] { return fsync(number_); });
}

}  // namespace gongkai::intake
