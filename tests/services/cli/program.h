// Runs the built `gongkai` as a shell would.
#pragma once

#include <string>
#include <vector>

#include "tests/support/test_folder.h"

namespace gongkai::cli {

// What a run of the program left behind.
struct Outcome {
  int exit_code = -1;
  std::string out;
  std::string err;
};

// Runs `gongkai` with these arguments. Nothing of the test's own environment about Gongkai reaches
// it; `environment` holds assignments such as "GONGKAI_SERVER=localhost:1".
Outcome RunGongkai(const std::vector<std::string>& arguments,
                   const std::vector<std::string>& environment = {});

// Runs a command line of bash, in which `gongkai` is the built one.
Outcome RunShell(const std::string& command);

}  // namespace gongkai::cli
