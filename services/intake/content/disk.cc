#include "services/intake/content/disk.h"

#include <spdlog/spdlog.h>
#include <sysexits.h>

#include <cerrno>
#include <cstdlib>

namespace gongkai::intake {

void EndAfterDiskError(std::string_view what) {
  spdlog::critical("the disk failed: {}; restarting checks what is on it", what);
  spdlog::default_logger()->flush();
  std::_Exit(EX_SOFTWARE);
}

bool IsDiskFull(const std::system_error& error) {
  const int number = error.code().value();
  if (number == EIO) EndAfterDiskError(error.what());
  return number == ENOSPC || number == EDQUOT;
}

}  // namespace gongkai::intake
