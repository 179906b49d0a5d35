// check --site: checks all that a website shows.
#pragma once

#include <optional>
#include <string>

#include "services/cli/commands/leak_output.h"
#include "services/cli/commands/session.h"

namespace gongkai::cli {

struct SiteArgs {
  std::string place;           // a folder, or a file with a list of addresses
  bool lists = false;          // only the list of the last run is wanted
  std::string state;           // the file that keeps what is done; empty: nothing is kept
  std::optional<double> rate;  // how many files or requests a second
  std::string authorities;     // a file of certificates in PEM; empty: those of the system
};

// How the list is printed.
struct SiteListStyle {
  LeakFormat format = LeakFormat::kText;
  bool shows_info = false;  // also INFO
};

// Checks each file in the folder, or each page of the list, and prints the list of what was found. Throws the Failure by
// which the command exits.
void CheckSite(const Session& session, const SiteArgs& args, const SiteListStyle& style);

// Prints the list of the last run from the state file, and checks nothing. Throws as CheckSite.
void ListSite(const Session& session, const std::string& state, const SiteListStyle& style);

}  // namespace gongkai::cli
