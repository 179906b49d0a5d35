#include "services/lib/runtime/small_file.h"

#include <cerrno>
#include <fstream>
#include <system_error>

#include "workflow/error/errors.h"

namespace gongkai::runtime {
namespace {

constexpr std::size_t kMaxBytes = std::size_t{1} << 20;

}  // namespace

Result<std::string> ReadSmallFile(const std::filesystem::path& path) {
  errno = 0;
  std::ifstream file(path, std::ios::binary);
  std::string bytes(kMaxBytes + 1, '\0');
  file.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  if (!file.eof() && file.fail()) {
    const std::string why = errno == 0 ? "not readable" : std::generic_category().message(errno);
    return errors::InvalidFile(path.string(), "cannot be read: " + why + ".");
  }
  bytes.resize(static_cast<std::size_t>(file.gcount()));
  if (bytes.size() > kMaxBytes) {
    return errors::InvalidFile(path.string(), "must have at most 1 MiB.");
  }
  return bytes;
}

}  // namespace gongkai::runtime
