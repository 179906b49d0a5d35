// The program itself: what all commands share on the command line, and how it ends.
#pragma once

#include <CLI/App.hpp>

#include "services/cli/session.h"

namespace gongkai::cli {

// Names the program, its global options, and the exit codes.
void SetUpRoot(CLI::App& app, Session& session);

// Parses the command line and runs the command in it; answers what to exit with. Whatever is wrong
// is told on standard error.
int Run(CLI::App& app, int argc, const char* const* argv, const Session& session);

}  // namespace gongkai::cli
