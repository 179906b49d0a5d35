#include "services/cli/commands/failure.h"

#include <array>
#include <ostream>

#include "services/cli/view/text.h"

namespace gongkai::cli {
namespace {

ExitCode ExitCodeOf(grpc::StatusCode code) {
  switch (code) {
    case grpc::StatusCode::PERMISSION_DENIED:
    case grpc::StatusCode::FAILED_PRECONDITION:
    case grpc::StatusCode::UNAUTHENTICATED:
      return ExitCode::kRefused;
    case grpc::StatusCode::NOT_FOUND:
      return ExitCode::kNotFound;
    case grpc::StatusCode::ALREADY_EXISTS:
    case grpc::StatusCode::ABORTED:
      return ExitCode::kConflict;
    case grpc::StatusCode::INVALID_ARGUMENT:
    case grpc::StatusCode::OUT_OF_RANGE:
      return ExitCode::kInvalid;
    case grpc::StatusCode::CANCELLED:
    case grpc::StatusCode::DEADLINE_EXCEEDED:
    case grpc::StatusCode::RESOURCE_EXHAUSTED:
    case grpc::StatusCode::UNAVAILABLE:
      return ExitCode::kUnavailable;
    case grpc::StatusCode::DATA_LOSS:
      return ExitCode::kDataLoss;
    default:
      return ExitCode::kUnexpected;
  }
}

struct Hint {
  std::string_view reason;
  std::string_view text;
};

constexpr auto kHints = std::to_array<Hint>({
    {"NO_IDENTITY", "--certificates names the folder with your cert.pem, key.pem and ca.pem"},
    {"UNKNOWN_CALLER", "whoever runs the services lists people and their roles in the policy file"},
    {"CONTENT_INCOMPLETE", "`gongkai report edit REPORT` fills in what is missing"},
    {"CLAIMED_BY_ANOTHER", "wait for the claim to end, or ask its holder to `task release` it"},
    {"ETAG_MISMATCH", "look at what changed with `gongkai report show REPORT`, then decide again"},
    {"CONTENT_CHANGED", "read the new content, then decide again"},
    {"ACTION_NOT_ALLOWED", "`gongkai report actions REPORT` lists what is possible now"},
    {"REPORT_EXISTS", "choose another --id, or leave it to the server"},
    {"REQUEST_ID_REUSED", "leave --request-id out: each command makes its own"},
    {"BEFORE_PLANNED_TIME", "publish it then"},
    {"UNIMPLEMENTED", "is this the address of another service?"},
});

// What gRPC itself says when it cannot connect, and what is usually behind it.
constexpr auto kConnectionHints = std::to_array<Hint>({
    {"certificate verify failed",
     "the server's certificate is not signed by an authority in ca.pem, or names another host"},
    {"Peer name", "the server's certificate does not name the host you dialled"},
    {"Socket closed",
     "the server may not accept your certificate: is it out of date, or of another authority?"},
    {"wrong version number", "nothing speaks TLS at this address"},
    {"no service of Gongkai", "another program answers there: is the address right?"},
    {"DNS resolution failed", "is the host's name right?"},
    {"", "is the service running there? `gongkai health` asks all of them"},
});

std::string ConnectionHint(std::string_view message) {
  for (const Hint& hint : kConnectionHints) {
    if (message.find(hint.reason) != std::string_view::npos) return std::string(hint.text);
  }
  return "";
}

std::string HintFor(const client::CallFailure& call) {
  if (!call.from_service && call.code == grpc::StatusCode::UNAVAILABLE) {
    return ConnectionHint(call.what());
  }
  if (!call.from_service && call.code == grpc::StatusCode::DEADLINE_EXCEEDED) {
    return "--timeout SECONDS waits longer";
  }
  for (const Hint& hint : kHints) {
    if (hint.reason == call.reason) return std::string(hint.text);
  }
  return "";
}

// Where the message goes on with the fields and their rules, as those of the services do.
std::size_t StartOfFields(const Failure& failure) {
  const auto& [field, rule] = failure.fields.front();
  return std::string_view(failure.what()).find(field + ": " + rule);
}

}  // namespace

Failure UsageError(const std::string& message, std::string hint) {
  return {ExitCode::kUsage, "USAGE", message, std::move(hint)};
}

Failure FromCall(const client::CallFailure& call) {
  Failure failure(ExitCodeOf(call.code), call.reason, call.what(), HintFor(call));
  failure.fields = call.fields;
  return failure;
}

Failure FromSettings(const client::SettingMissing& missing) {
  if (!missing.peer) {
    return UsageError(missing.what(),
                      "--certificates DIR, or GONGKAI_CERTIFICATES in the environment, names the "
                      "folder with your cert.pem, key.pem and ca.pem");
  }
  return UsageError(missing.what(),
                    "--" + std::string(NameOf(*missing.peer)) +
                        " HOST:PORT tells it, or --server HOST:PORT that of all services in one; "
                        "the environment may hold them (`gongkai --help`)");
}

void Tell(const Failure& failure, const Terminal& terminal, std::ostream& out) {
  std::string_view message = failure.what();
  bool tell_fields = !failure.fields.empty();
  if (tell_fields) {
    const std::size_t start = StartOfFields(failure);
    if (failure.fields.size() == 1 && start != std::string_view::npos) {
      tell_fields = false;  // one line says it all
    } else {
      message = message.substr(0, start);
      message = message.substr(0, message.find_last_not_of(' ') + 1);
    }
  }
  out << Paint("error:", Style::kBad, terminal) << ' ' << failure.reason << ": " << OneLine(message)
      << '\n';
  if (tell_fields) {
    for (const auto& [field, rule] : failure.fields) {
      out << "  " << OneLine(field) << ": " << OneLine(rule) << '\n';
    }
  }
  if (!failure.hint.empty()) {
    out << Paint("hint:", Style::kWaiting, terminal) << ' ' << failure.hint << '\n';
  }
}

}  // namespace gongkai::cli
