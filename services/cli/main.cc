// gongkai: the client for people and scripts.
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cstdlib>
#include <iostream>

#include "services/cli/commands/commands.h"
#include "services/cli/commands/completion.h"
#include "services/cli/commands/failure.h"
#include "services/cli/commands/root.h"
#include "services/cli/commands/session.h"

using namespace gongkai::cli;  // NOLINT: this file is the program

int main(int argc, char** argv) {
  setenv("GRPC_VERBOSITY", "NONE", 0);  // what gRPC finds wrong is told once, by us

  Session session;
  session.in = TerminalOf(STDIN_FILENO);
  session.out = TerminalOf(STDOUT_FILENO);
  session.err = TerminalOf(STDERR_FILENO);

  CLI::App app;
  SetUpRoot(app, session);
  AddReportCommands(app, session);
  AddTaskCommands(app, session);
  AddPublishCommands(app, session);
  AddUnpublishedCommands(app, session);
  AddPublicationCommands(app, session);
  AddPurgeCommands(app, session);
  AddTimeline(app, session);
  AddAuditCommands(app, session);
  AddDeadline(app, session);
  AddWorkdays(app, session);
  AddLeakCheck(app, session);
  AddWhy(app, session);
  AddHealth(app, session);
  AddServices(app, session);
  AddCompletion(app, session);

  if (argc > 1 && std::string_view(argv[1]) == kCompleteArgument) {
    for (const std::string& word : Completions(app, {argv + 2, argv + argc})) {
      std::cout << word << '\n';
    }
    return EXIT_SUCCESS;
  }
  return Run(app, argc, argv, session);
}
