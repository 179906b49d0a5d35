// Ends a check of a site that cannot begin or go on.
#pragma once

#include <cstdint>
#include <stdexcept>
#include <utility>

#include "workflow/base/bilingual.h"

namespace gongkai::cli::site {

// Says what kind of fault it is.
enum class Fault : std::uint8_t {
  kUsage,    // what was asked for cannot be done
  kInUse,    // another process uses the state file
  kDamaged,  // the state file is not what was written
  kDisk,     // the state file, or a temporary file, cannot be written
};

// What ends the check. The command tells it and exits by the fault.
struct Error : std::runtime_error {
  Error(Fault which, base::Bilingual what_happened, base::Bilingual what_to_do = {})
      : std::runtime_error(what_happened.english),
        fault(which),
        message(std::move(what_happened)),
        hint(std::move(what_to_do)) {}

  Fault fault;
  base::Bilingual message;
  base::Bilingual hint;  // may be empty
};

}  // namespace gongkai::cli::site
