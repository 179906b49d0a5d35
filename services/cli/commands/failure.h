// Defines how a command ends when it fails.
#pragma once

#include <iosfwd>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "services/cli/view/language.h"
#include "services/cli/view/terminal.h"
#include "services/lib/client/connection.h"
#include "services/lib/client/failure.h"
#include "workflow/base/bilingual.h"

namespace gongkai::cli {

// The exit code of the process. Scripts depend on these numbers, so a number never changes its
// meaning.
enum class ExitCode {
  kOk = 0,
  kUnexpected = 1,   // a bug in client or service, or a fault of the machine
  kUsage = 2,        // the command line is wrong; no change was sent
  kRefused = 3,      // a rule about the caller or the state forbids the action
  kNotFound = 4,     // no such report, task or entry that this caller may see
  kConflict = 5,     // another change was first; read again
  kInvalid = 6,      // the request is wrong in any state
  kUnavailable = 7,  // no answer; retry later
  kDataLoss = 8,     // received data is not the stored data, or a proof fails
  kDoubtful = 9,     // the leak check finds what a person must look at
  kLeak = 10,        // the leak check finds what must not become public
};

// Ends a command with an error. A command throws a Failure; Run (root.h) catches it, prints it and
// returns its exit code. Nothing else can handle the error.
//
//   throw Failure(ExitCode::kNotFound, "ATTACHMENT_NOT_FOUND",
//                 {report + " has no attachment `" + name + "`", report + " 没有附件 `" + name + "`"});
struct Failure : std::runtime_error {
  Failure(ExitCode exit_code, std::string reason_name, base::Bilingual what_happened,
          base::Bilingual what_to_do = {})
      : std::runtime_error(what_happened.english),
        code(exit_code),
        reason(std::move(reason_name)),
        message(std::move(what_happened)),
        hint(std::move(what_to_do)) {}

  ExitCode code;
  std::string reason;  // ErrorInfo.reason, such as "OWN_REPORT", or a word of this client
  base::Bilingual message;
  base::Bilingual hint;                            // what the user can do; may be empty
  std::vector<client::CallFailure::Field> fields;  // the fields that break a rule
};

// Returns a Failure kUsage: the command line asks for something that cannot be done.
Failure UsageError(base::Bilingual message, base::Bilingual hint = {});

// Returns what a failed call ends a command with: the exit code of its status, and a hint.
Failure FromCall(const client::CallFailure& call);

// Returns a Failure kUsage with a hint that names the flag of the setting.
Failure FromSettings(const client::SettingMissing& missing);

// Prints `error: REASON: message`, one line for each field, and the hint, in `language`.
void Tell(const Failure& failure, Language language, const Terminal& terminal, std::ostream& out);

}  // namespace gongkai::cli
