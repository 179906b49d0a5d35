// Decides what a full or failing disk does to a call.
#pragma once

#include <chrono>
#include <string_view>
#include <system_error>

#include "services/lib/sql/error.h"
#include "workflow/error/errors.h"

namespace gongkai::intake {

// A call that found the disk full may be retried after this time.
inline constexpr std::chrono::seconds kDiskFullRetryAfter(5);

// Logs `what` and ends the process with EX_SOFTWARE (70). The state on disk is unknown; the next
// start checks it.
[[noreturn]] void EndAfterDiskError(std::string_view what);

// Returns true if `error` says that there is no room (ENOSPC, EDQUOT). Ends the process if `error`
// says that the disk has failed (EIO). Otherwise returns false.
bool IsDiskFull(const std::system_error& error);

// Runs `work` and returns its Status or Result. Ends the process if the database or a file fails in
// another way than being full (sql::DiskError, EIO). Passes other exceptions on.
// Errors: DISK_FULL; no report was changed then.
//
//   return GuardDisk([&] { return changes.Create(call, request, response); });
template <class Work>
auto GuardDisk(const Work& work) -> decltype(work()) {
  try {
    return work();
  } catch (const sql::DiskFullError&) {
    return errors::DiskFull(kDiskFullRetryAfter);
  } catch (const sql::DiskError& error) {
    EndAfterDiskError(error.what());
  } catch (const std::system_error& error) {
    if (IsDiskFull(error)) return errors::DiskFull(kDiskFullRetryAfter);
    throw;
  }
}

}  // namespace gongkai::intake
