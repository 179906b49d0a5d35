// The command line of a service process.
#pragma once

#include <chrono>
#include <filesystem>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "services/lib/catalog/services.h"
#include "workflow/base/actor_id.h"

namespace gongkai::runtime {

// Describes a process for its help, and determines which flags the process has.
struct Process {
  std::string name;             // "gongkai-intake"
  std::string about;            // one sentence
  base::ActorId identity;       // the identity that the certificate must have
  bool calls_workflow = false;  // has --workflow
  bool calls_intake = false;    // has --intake
  bool keeps_content = false;   // has --collect-after-seconds
  bool keeps_ledger = false;    // has --calendar, --accept-head and --accept-clock
};

// Returns the description of the process of one of our services, as the list of services has it.
Process ProcessOf(const catalog::Service& service);

// The options of a process.
struct Options {
  std::string listen;                  // HOST:PORT
  std::filesystem::path data;          // exists
  std::filesystem::path certificates;  // holds cert.pem, key.pem and ca.pem
  std::filesystem::path policy;        // a file that exists
  std::string workflow;                // HOST:PORT; empty unless the process calls workflow
  std::string intake;                  // HOST:PORT; empty unless the process calls intake
  std::filesystem::path calendar;      // a file; empty: none
  bool use_proxy = false;              // for the connections to other services; see Peer
  bool accept_head = false;            // see workflow::LedgerHost
  bool accept_clock = false;           // see workflow::LedgerHost
  std::string log_level;
  std::chrono::seconds grace{3600};  // how long content that no entry names is kept
  std::chrono::seconds drain;        // how long calls under way may take when the process stops
};

// Returns the options of the command line, and makes the data directory if absent. If there is
// nothing to start, returns the exit code: 0 after --help and --version, 2 after an error, which is
// reported on standard error.
//
// A flag that is not given is taken from the environment: GONGKAI_SERVICE_LISTEN for --listen. The
// variables are not those of the client, which belong to a person. --accept-head and --accept-clock
// have no variable.
std::variant<Options, int> ParseOptions(const Process& process, int argc, const char* const* argv);

}  // namespace gongkai::runtime
