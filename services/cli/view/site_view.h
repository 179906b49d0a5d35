// Prints for people what the leak check found in a whole site: a list to work off.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <iosfwd>
#include <memory>

#include "services/cli/view/checked_file.h"
#include "services/cli/view/leak_view.h"
#include "services/cli/view/leak_writer.h"

namespace gongkai::cli {

// Says how soon something must be done about a file or a page. The first comes first in the list.
enum class Urgency : std::uint8_t {
  kBlock,       // it must not be public, or it has more findings than are listed
  kNotChecked,  // nothing is known of it
  kWarn,        // a person must look at what was found
  kUnread,  // a person must look at what could not be read, such as a picture, and nothing was found
  kNone,
};
inline constexpr std::size_t kUrgencyCount = 5;

// Returns the urgency of a file with these findings. `has_problem`: it could not be checked.
Urgency UrgencyOf(const Counts& counts, bool has_problem);

// What became of the files or pages of a site.
struct SiteCounts {
  std::array<std::size_t, kUrgencyCount> items{};  // by Urgency
  std::size_t failed = 0;                          // of these, how many could not be checked
  std::size_t kept = 0;  // of these, how many were not checked again, because they are as they were
  Counts findings;

  std::size_t of(Urgency urgency) const { return items[static_cast<std::size_t>(urgency)]; }
  std::size_t all() const;
};

// Returns the writer of the list. The files must be added in the order of their urgency. Of each file the first
// findings are shown. `out` must outlive the writer.
std::unique_ptr<LeakWriter> SiteTextWriter(std::ostream& out, const LeakStyle& style,
                                           const SiteCounts& counts);

}  // namespace gongkai::cli
