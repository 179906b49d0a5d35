// The command line of a service process.
#pragma once

#include <chrono>
#include <filesystem>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace gongkai::server {

// What a process is, for its help; and which other services it calls.
struct Process {
  std::string name;      // "gongkai-intake"
  std::string about;     // one sentence
  std::string identity;  // whose certificate it must have: "service/intake"
  bool calls_workflow = false;
  bool calls_intake = false;
  bool keeps_content = false;
  bool keeps_ledger = false;
};

struct Options {
  std::string listen;                  // HOST:PORT
  std::filesystem::path data;          // exists
  std::filesystem::path certificates;  // holds cert.pem, key.pem and ca.pem
  std::filesystem::path policy;        // a file that exists
  std::string workflow;                // HOST:PORT; empty unless the process calls workflow
  std::string intake;                  // HOST:PORT; empty unless the process calls intake
  bool use_proxy = false;              // to reach them; see Peer
  bool accept_head = false;            // see workflow::LedgerHost
  bool accept_clock = false;           // likewise
  std::string log_level;
  std::chrono::seconds grace{3600};  // how long what no entry names is kept
  std::chrono::seconds drain;        // how long calls under way may take when the process stops
};

// The options; or, where there is nothing to start, the code to exit with: 0 after --help and
// --version, 2 after an error, which has been told on standard error. A flag that is not given is
// taken from the environment: GONGKAI_SERVICE_LISTEN for --listen. These are not the variables of
// the client, which is a person's. Makes the data directory.
std::variant<Options, int> ParseOptions(const Process& process, int argc, const char* const* argv);

}  // namespace gongkai::server
