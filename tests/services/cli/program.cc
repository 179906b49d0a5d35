#include "tests/services/cli/program.h"

#include <sys/wait.h>

#include <cstdlib>

#include "services/cli/commands/files.h"
#include "tests/support/test_folder.h"

namespace gongkai::cli {
namespace {

// The word as a shell takes it, whatever is in it.
std::string Word(const std::string& text) {
  std::string word = "'";
  for (const char c : text) word += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return word + "'";
}

}  // namespace

Outcome RunGongkai(const std::vector<std::string>& arguments,
                   const std::vector<std::string>& environment) {
  std::string command = "unset ${!GONGKAI_@} NO_COLOR ${!LC_@} LANG; TZ=Asia/Shanghai env";
  for (const std::string& assignment : environment) command += " " + Word(assignment);
  command += " gongkai";
  for (const std::string& argument : arguments) command += " " + Word(argument);
  return RunShell(command);
}

Outcome RunShell(const std::string& command) {
  const support::TestFolder folder;
  const std::string script = "PATH=" + Word(GONGKAI_BINARY_DIR) + ":$PATH; " + command;
  const int status = std::system(("bash -c " + Word(script) + " </dev/null >" +
                                  (folder / "out").string() + " 2>" + (folder / "err").string())
                                     .c_str());
  return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, support::ReadFile(folder / "out"),
          support::ReadFile(folder / "err")};
}

}  // namespace gongkai::cli
