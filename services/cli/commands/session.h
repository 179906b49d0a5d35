// Defines what every command receives.
#pragma once

#include "services/cli/view/language.h"
#include "services/cli/view/terminal.h"
#include "services/lib/client/connection.h"

namespace gongkai::cli {

// Holds the options, the terminals and the connection of one run of the program. main.cc makes the
// only session; the parser fills it before a command runs. Must not be copied, because `connection`
// refers to `options`.
struct Session {
  client::ConnectionOptions options;
  bool json = false;  // for programs: no tables, no advice
  Language language = LanguageOfEnvironment();
  Terminal in;   // standard input
  Terminal out;  // standard output
  Terminal err;  // standard error
  client::Connection connection{options};

  Format format() const { return json ? Format::kJson : Format::kText; }
};

}  // namespace gongkai::cli
