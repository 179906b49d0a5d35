// How a command ends when it does not do what was asked.
#pragma once

#include <grpcpp/support/status.h>

#include <iosfwd>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "services/cli/terminal.h"

namespace gongkai::cli {

// What the process exits with. Scripts depend on the numbers: they never change their meaning.
enum class ExitCode {
  kOk = 0,
  kUnexpected = 1,   // a bug, here or there, or the machine's trouble
  kUsage = 2,        // the command line is wrong; nothing was sent
  kRefused = 3,      // a rule forbids it: who asks, or where the report stands
  kNotFound = 4,     // no such report, task, entry, or not for this caller
  kConflict = 5,     // somebody else was first; read again
  kInvalid = 6,      // the request is wrong whatever the state
  kUnavailable = 7,  // no answer: try again later
  kDataLoss = 8,     // what was received is not what was stored, or a proof does not verify
};

// Thrown by a command to end it, as the parser of the command line throws what is wrong with that;
// main.cc catches it in one place and tells it. A command has nobody else to hand an error to.
struct Failure : std::runtime_error {
  struct Field {
    std::string field;  // path in the request, "report.title"
    std::string rule;
  };

  Failure(ExitCode exit_code, std::string reason_name, const std::string& message,
          std::string what_to_do = "")
      : std::runtime_error(message),
        code(exit_code),
        reason(std::move(reason_name)),
        hint(std::move(what_to_do)) {}

  ExitCode code;
  std::string reason;  // as in ErrorInfo.reason, "OWN_REPORT"; or a word of this client's own
  std::string hint;    // what to do about it; may be empty
  std::vector<Field> fields;
};

// The command line asks for something that cannot be done.
Failure UsageError(const std::string& message, std::string hint = "");

// What a service answered; `peer` says which, "intake at localhost:7001". `status` must not be OK.
Failure FromStatus(const grpc::Status& status, std::string_view peer);

// `error: REASON: message`, a line for each field, and the hint.
void Tell(const Failure& failure, const Terminal& terminal, std::ostream& out);

}  // namespace gongkai::cli
