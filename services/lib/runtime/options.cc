#include "services/lib/runtime/options.h"

#include <CLI/CLI.hpp>
#include <charconv>
#include <iostream>
#include <optional>
#include <system_error>

namespace gongkai::runtime {
namespace {

namespace fs = std::filesystem;

constexpr int kUsageError = 2;

// CLI11 takes a text as the complaint, and none as consent.
std::string CheckAddress(const std::string& address) {
  const std::size_t colon = address.rfind(':');
  const std::string host = address.substr(0, colon);
  const bool bracketed = host.starts_with('[') && host.ends_with(']');
  bool holds = colon != std::string::npos && !host.empty() &&
               (bracketed || host.find(':') == std::string::npos);
  if (holds) {
    const std::string_view port = std::string_view(address).substr(colon + 1);
    unsigned number = 0;
    const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), number);
    holds = error == std::errc() && end == port.data() + port.size() && number <= 65'535;
  }
  return holds ? "" : "'" + address + "' is not HOST:PORT, such as 127.0.0.1:7101 or [::1]:7101";
}

std::string CheckCertificates(const std::string& folder) {
  for (const char* file : {"cert.pem", "key.pem", "ca.pem"}) {
    if (!fs::is_regular_file(fs::path(folder) / file)) {
      return (fs::path(folder) / file).string() +
             " is missing; deploy/dev-certificates makes certificates for development";
    }
  }
  return "";
}

std::string CheckPolicy(const std::string& file) {
  return fs::is_regular_file(file) ? "" : file + " is no file; deploy/policy.yaml is an example";
}

std::string CheckCalendar(const std::string& file) {
  return fs::is_regular_file(file) ? "" : file + " is no file; docs/operations.md has an example";
}

std::string MakeFolder(const std::string& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  return error ? folder + ": " + error.message() : "";
}

void Describe(CLI::App& app, const Process& process, Options& options, int& drain_seconds,
              int& grace_seconds) {
  const auto address = CLI::Validator(CheckAddress, "HOST:PORT");
  app.add_option(
         "--listen", options.listen,
         "Where to serve gRPC with mutual TLS, such as 127.0.0.1:7101; port 0: any free one")
      ->envname("GONGKAI_SERVICE_LISTEN")
      ->required()
      ->check(address);
  app.add_option("--data", options.data, "The directory of this process's own data; made if absent")
      ->envname("GONGKAI_SERVICE_DATA")
      ->required()
      ->check(CLI::Validator(MakeFolder, "DIR"));
  app.add_option(
         "--certificates", options.certificates,
         "Holds cert.pem and key.pem, which say who this process is, and ca.pem, which says "
         "whom it believes; read again when they change")
      ->envname("GONGKAI_SERVICE_CERTIFICATES")
      ->required()
      ->check(CLI::Validator(CheckCertificates, "DIR"));
  app.add_option("--policy", options.policy,
                 "Who has which department and roles, in YAML; read again when it changes")
      ->envname("GONGKAI_SERVICE_POLICY")
      ->required()
      ->check(CLI::Validator(CheckPolicy, "FILE"));
  if (process.calls_workflow) {
    app.add_option("--workflow", options.workflow, "Where the workflow service is")
        ->envname("GONGKAI_SERVICE_WORKFLOW")
        ->required()
        ->check(address);
  }
  if (process.calls_intake) {
    app.add_option("--intake", options.intake, "Where the intake service is")
        ->envname("GONGKAI_SERVICE_INTAKE")
        ->required()
        ->check(address);
  }
  if (process.calls_workflow || process.calls_intake) {
    app.add_flag("--use-proxy", options.use_proxy,
                 "Reach the other services through the proxy that https_proxy, http_proxy or "
                 "grpc_proxy names; without it these are ignored")
        ->envname("GONGKAI_SERVICE_USE_PROXY");
  }
  if (process.keeps_ledger) {
    app.add_option(
           "--calendar", options.calendar,
           "The days off of years that were announced after this program was made, in YAML; "
           "read again when it changes")
        ->envname("GONGKAI_SERVICE_CALENDAR")
        ->check(CLI::Validator(CheckCalendar, "FILE"));
    // Flags only: what is meant for one start must not stay in an environment.
    app.add_flag("--accept-head", options.accept_head,
                 "Serve the log although it does not continue the one that was served before; for "
                 "one start, after ledger.db was restored from a backup");
    app.add_flag("--accept-clock", options.accept_clock,
                 "Serve although the clock is more than a day off the newest entry; for one start");
  }
  if (process.keeps_content) {
    app.add_option("--collect-after-seconds", grace_seconds,
                   "How old content must be before it is removed because no entry of the ledger "
                   "names it")
        ->envname("GONGKAI_SERVICE_COLLECT_AFTER_SECONDS")
        ->capture_default_str()
        ->check(CLI::Range(1, 31'536'000));
  }
  app.add_option("--log-level", options.log_level, "trace, debug, info, warn or error")
      ->envname("GONGKAI_SERVICE_LOG_LEVEL")
      ->capture_default_str()
      ->check(CLI::IsMember({"trace", "debug", "info", "warn", "error"}));
  app.add_option("--drain-seconds", drain_seconds,
                 "How long calls under way may take to finish after SIGTERM")
      ->envname("GONGKAI_SERVICE_DRAIN_SECONDS")
      ->capture_default_str()
      ->check(CLI::Range(0, 600));
}

}  // namespace

Process ProcessOf(const catalog::Service& service) {
  const std::string name(service.name);
  return {.name = "gongkai-" + name,
          .about = std::string(service.about),
          .identity = base::ActorId::OfService(name),
          .calls_workflow = catalog::Calls(service, "workflow"),
          .calls_intake = catalog::Calls(service, "intake"),
          .keeps_content = name == "intake",
          .keeps_ledger = name == "workflow"};
}

std::variant<Options, int> ParseOptions(const Process& process, int argc, const char* const* argv) {
  Options options{.log_level = "info"};
  int drain_seconds = 10;
  int grace_seconds = 3600;
  CLI::App app(process.about, process.name);
  app.set_version_flag("--version", process.name + " " GONGKAI_VERSION);
  app.footer(
      "A flag that is not given is taken from the environment: GONGKAI_SERVICE_LISTEN for\n"
      "--listen.\n"
      "SIGTERM or SIGINT: health turns NOT_SERVING, streams end, calls under way finish, then the\n"
      "process exits with 0.\n"
      "Exit codes: 0 stopped as asked, 2 wrong usage, 69 could not go on, 70 could not stop,\n"
      "78 could not start.");
  Describe(app, process, options, drain_seconds, grace_seconds);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : kUsageError;
  }
  options.drain = std::chrono::seconds(drain_seconds);
  options.grace = std::chrono::seconds(grace_seconds);
  return options;
}

}  // namespace gongkai::runtime
