// What every command is given.
#pragma once

#include "services/cli/connection.h"
#include "services/cli/terminal.h"

namespace gongkai::cli {

// Made once, in main.cc; the parser fills it before a command runs.
struct Session {
  ConnectionOptions options;
  bool json = false;  // for programs: no tables, no advice
  Terminal in;        // standard input
  Terminal out;       // standard output
  Terminal err;       // standard error
  Connection connection{options};
};

}  // namespace gongkai::cli
