// Sets up the program: the options that all commands share, and the exit code.
#pragma once

#include <CLI/App.hpp>

#include "services/cli/commands/session.h"

namespace gongkai::cli {

// Adds the name of the program, the global options, and the exit codes in the help. `session` must
// outlive `app`.
void SetUpRoot(CLI::App& app, Session& session);

// Parses the command line and runs its command. Returns the exit code (see ExitCode). Prints every
// error on standard error.
int Run(CLI::App& app, int argc, const char* const* argv, const Session& session);

}  // namespace gongkai::cli
