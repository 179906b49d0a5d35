#include "services/cli/failure.h"

#include <google/rpc/error_details.pb.h>
#include <google/rpc/status.pb.h>

#include <array>
#include <ostream>

#include "services/cli/text.h"

namespace gongkai::cli {
namespace {

struct CodeInfo {
  grpc::StatusCode code;
  std::string_view name;
  ExitCode exit_code;
};

constexpr auto kCodes = std::to_array<CodeInfo>({
    {grpc::StatusCode::CANCELLED, "CANCELLED", ExitCode::kUnavailable},
    {grpc::StatusCode::UNKNOWN, "UNKNOWN", ExitCode::kUnexpected},
    {grpc::StatusCode::INVALID_ARGUMENT, "INVALID_ARGUMENT", ExitCode::kInvalid},
    {grpc::StatusCode::DEADLINE_EXCEEDED, "DEADLINE_EXCEEDED", ExitCode::kUnavailable},
    {grpc::StatusCode::NOT_FOUND, "NOT_FOUND", ExitCode::kNotFound},
    {grpc::StatusCode::ALREADY_EXISTS, "ALREADY_EXISTS", ExitCode::kConflict},
    {grpc::StatusCode::PERMISSION_DENIED, "PERMISSION_DENIED", ExitCode::kRefused},
    {grpc::StatusCode::RESOURCE_EXHAUSTED, "RESOURCE_EXHAUSTED", ExitCode::kUnavailable},
    {grpc::StatusCode::FAILED_PRECONDITION, "FAILED_PRECONDITION", ExitCode::kRefused},
    {grpc::StatusCode::ABORTED, "ABORTED", ExitCode::kConflict},
    {grpc::StatusCode::OUT_OF_RANGE, "OUT_OF_RANGE", ExitCode::kInvalid},
    {grpc::StatusCode::UNIMPLEMENTED, "UNIMPLEMENTED", ExitCode::kUnexpected},
    {grpc::StatusCode::INTERNAL, "INTERNAL", ExitCode::kUnexpected},
    {grpc::StatusCode::UNAVAILABLE, "UNAVAILABLE", ExitCode::kUnavailable},
    {grpc::StatusCode::DATA_LOSS, "DATA_LOSS", ExitCode::kDataLoss},
    {grpc::StatusCode::UNAUTHENTICATED, "UNAUTHENTICATED", ExitCode::kRefused},
});

constexpr CodeInfo InfoOf(grpc::StatusCode code) {
  for (const CodeInfo& info : kCodes) {
    if (info.code == code) return info;
  }
  return {code, "UNKNOWN", ExitCode::kUnexpected};
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

std::string HintFor(std::string_view reason) {
  for (const Hint& hint : kHints) {
    if (hint.reason == reason) return std::string(hint.text);
  }
  return "";
}

std::string ConnectionHint(const std::string& message) {
  for (const Hint& hint : kConnectionHints) {
    if (message.find(hint.reason) != std::string::npos) return std::string(hint.text);
  }
  return "";
}

std::string Without(std::string_view prefix, const std::string& text) {
  return text.starts_with(prefix) ? text.substr(prefix.size()) : text;
}

// An error that gRPC made, not one of our services.
Failure FromPlain(const grpc::Status& status, std::string_view peer) {
  const CodeInfo info = InfoOf(status.error_code());
  std::string said = status.error_message();
  std::string hint = HintFor(info.name);
  if (info.code == grpc::StatusCode::UNAVAILABLE) {
    hint = ConnectionHint(said);
    said =
        "cannot be reached: " + Without("failed to connect to all addresses; last error: ", said);
  } else if (info.code == grpc::StatusCode::DEADLINE_EXCEEDED) {
    said = "did not answer in time";
    hint = "--timeout SECONDS waits longer";
  } else if (said.empty()) {
    said = "answered nothing but that";
  }
  return {info.exit_code, std::string(info.name), std::string(peer) + " " + said, hint};
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

Failure FromStatus(const grpc::Status& status, std::string_view peer) {
  google::rpc::Status details;
  google::rpc::ErrorInfo info;
  if (!details.ParseFromString(status.error_details()) || details.details().empty() ||
      !details.details(0).UnpackTo(&info)) {
    return FromPlain(status, peer);
  }

  Failure failure(InfoOf(status.error_code()).exit_code, info.reason(), status.error_message(),
                  HintFor(info.reason()));
  for (const auto& detail : details.details()) {
    google::rpc::BadRequest bad;
    if (!detail.UnpackTo(&bad)) continue;
    for (const auto& violation : bad.field_violations()) {
      failure.fields.push_back({violation.field(), violation.description()});
    }
  }
  return failure;
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
