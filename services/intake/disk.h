// What a bad disk does to a call.
#pragma once

#include <chrono>
#include <string_view>
#include <system_error>

#include "services/storage/error.h"
#include "workflow/error/errors.h"

namespace gongkai::intake {

// When to try again where the disk is full.
inline constexpr std::chrono::seconds kDiskFullRetryAfter(5);

// Ends the process with EX_SOFTWARE (70) and a line on the log: what is on disk is unknown, and a
// restart decides.
[[noreturn]] void EndAfterDiskError(std::string_view what);

// Whether the system says that there is no room; otherwise ends the process if it says that the
// disk has failed.
bool IsDiskFull(const std::system_error& error);

// Returns what `work` returns, a Status or Result. Errors: DISK_FULL, and nothing was changed. Ends
// the process where this service's own files have failed in another way. Other exceptions pass.
template <class Work>
auto GuardDisk(const Work& work) -> decltype(work()) {
  try {
    return work();
  } catch (const storage::DiskFullError&) {
    return errors::DiskFull(kDiskFullRetryAfter);
  } catch (const storage::DiskError& error) {
    EndAfterDiskError(error.what());
  } catch (const std::system_error& error) {
    if (IsDiskFull(error)) return errors::DiskFull(kDiskFullRetryAfter);
    throw;
  }
}

}  // namespace gongkai::intake
